"""One run at a time in a home, and detection of runs whose process has died.

A run holds a lock file from its first step to its last. The system takes the lock back from a process that dies, so
whoever holds it knows that every other run of this home that is said to be working has gone.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import dagster as dg

from pipelines import audit
from pipelines.boundary import last_words
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.ledger import LedgerBusy
from pipelines.locked import run_lock

PATIENCE = 900.0
"""Seconds that a run waits for another to end."""

_WORKING = "scorecard/working"
_ENDED = "no"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the last run of a job for a period stands, where it did not end well: `working`, `failed` or `gone` (killed,
    or its machine stopped), since when (UTC) and why, in words without a record's value."""

    job: str
    partition: str
    state: str
    at: str
    words: str = ""


@contextmanager
def alone(home: Home, run: dg.DagsterRun, instance: dg.DagsterInstance) -> Iterator[None]:
    """Hold the home for one run; waits for the run that has it. Raises LedgerBusy when that takes too long."""
    if not home.folder.is_dir():  # never set up: the first step says so
        yield
        return
    from pipelines.leftovers import finish

    with run_lock(home, PATIENCE):
        _end_the_gone(home, instance)
        instance.add_run_tags(run.run_id, {_WORKING: _mark(home)})
        note(home, run.job_name, _partition(run), "working")
        audit.note(home, "run", job=run.job_name.strip("_").lower(), period=_partition(run)[:7])
        last_words()
        finish(home)
        try:
            yield
        finally:
            why = _failure(run, instance)
            note(home, run.job_name, _partition(run), "failed" if why else "", why)
            instance.add_run_tags(run.run_id, {_WORKING: _ENDED})


def reconcile(home: Home, instance: dg.DagsterInstance) -> int:
    """Say of every run of this home whose process has gone that it failed, so that nothing waits for it; how many."""
    if not home.folder.is_dir():
        return 0
    try:
        with run_lock(home, 0):
            return _end_the_gone(home, instance)
    except LedgerBusy:
        return 0  # a run works, and ends the others itself when it starts


def is_working(home: Home) -> bool:
    """Whether a run has the home now; somebody who may not write there cannot tell, and says nothing against it."""
    if not home.folder.is_dir():
        return False
    try:
        with run_lock(home, 0):
            return False
    except (LedgerBusy, OSError):
        return True


def outcomes(home: Home) -> list[Outcome]:
    """The runs that did not end well, by job and period."""
    working = is_working(home)
    return [
        Outcome(**{**facts, "state": "gone"} if facts["state"] == "working" and not working else facts)
        for _, facts in sorted(_noted(home).items())
    ]


def note(home: Home, job: str, partition: str, state: str, words: str = "") -> None:
    """Write down how a run stands; an empty state means that it ended well and nothing is kept of it."""
    if not home.folder.is_dir():
        return
    known = _noted(home)
    known.pop(f"{job} {partition}", None)
    if state:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        known[f"{job} {partition}"] = asdict(
            Outcome(job=job, partition=partition, state=state, at=at, words=words)
        )
    write_whole(home.folder / "outcomes.json", json.dumps(known, sort_keys=True, indent=1).encode())


def _noted(home: Home) -> dict[str, dict[str, Any]]:
    try:
        return dict(json.loads((home.folder / "outcomes.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _end_the_gone(home: Home, instance: dg.DagsterInstance) -> int:
    """Hold the lock. A run marks itself when it has the lock and again before it gives it back, so a run that is marked
    now and is not ours has ended without a word."""
    gone = instance.get_runs(
        dg.RunsFilter(
            statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING],
            tags={_WORKING: _mark(home)},
        )
    )
    for run in gone:
        instance.report_run_failed(
            run, "The process of this run has gone. What it had finished is kept; run again."
        )
    return len(gone)


def _failure(run: dg.DagsterRun, instance: dg.DagsterInstance) -> str:
    """The words of the first step that failed; empty when none did or nothing is kept."""
    said = last_words()
    if not instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE):
        return ""
    return said or "A step stopped, and said nothing that may be kept."


def words_of(error: Any) -> str:
    """The words of a step's error, which are ours, without the kinds of error around them."""
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.split(": ", 1)[-1].strip() if error else "A step stopped."


def _partition(run: dg.DagsterRun) -> str:
    return run.tags.get("dagster/partition", "")


def _mark(home: Home) -> str:
    return sha256(str(home.folder.resolve()).encode()).hexdigest()[:12]
