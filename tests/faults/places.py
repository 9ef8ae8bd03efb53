"""The same work in another zone, locale, order of hashes or number of threads; and from a log that a kill left damaged."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.settings import ROOT
from tests.faults import kills, work
from tests.faults.deeds import DEEDS, States, outcome
from tests.faults.trials import Fault, Job, Trial

ELSEWHERE, WAL = (
    "Another zone, locale, order of hashes, number of threads",
    "A log of a killed build is damaged",
)
PLACES = {
    "Auckland, Turkish": {"TZ": "Pacific/Auckland", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
    "Los Angeles, C, one thread": {
        "TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2", "POLARS_MAX_THREADS": "1",
    },
}  # fmt: skip
_COMMAND = (
    "import sys; from pathlib import Path; from tests.faults.work import month; month(Path(sys.argv[1]))"
)


def elsewhere(states: States) -> Iterator[Job]:
    """The month's work as other machines would do it."""
    deed = DEEDS["month"]

    def moved(there: Path, name: str) -> Trial:
        work.copied(states.before(deed), there)
        done = subprocess.run(
            [sys.executable, "-c", _COMMAND, str(there)],
            env={**os.environ, **PLACES[name]}, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        found, wanted = outcome(there), states.outcome(deed)
        leaks = work.leaked(there)
        shutil.rmtree(there)
        return Trial(
            kind=ELSEWHERE, what=name, survived=not done.returncode and found == wanted,
            silent=found != wanted and not found.faults, leaked=bool(leaks), words=done.stderr[-300:],
        )  # fmt: skip

    for name in PLACES:
        yield Job(ELSEWHERE, name, lambda place, n=name: moved(place, n))


def wals(states: States, folder: Path) -> Iterator[Fault]:
    """A build is killed between its steps; what it left, and DuckDB's log beside it, are then cut or a bit is turned."""
    deed = DEEDS["refresh"]
    log = kills.changes(deed.name, work.copied(states.before(deed), folder / "steps"), folder / "steps.log")
    steps = [number + 1 for number, what in enumerate(log) if what.startswith("at Building")]
    chance = random.Random(11)

    def killed(place: Path, step: int, suffix: str, turn: bool) -> None:
        assert kills.disturbed_at(deed.name, place, step)
        for path in (place / "home" / "builds").rglob(f".*{suffix}"):
            data = bytearray(path.read_bytes())
            if data and turn:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            elif data:
                del data[chance.randrange(len(data)) :]
            path.write_bytes(data)

    for step in steps[1:]:
        for suffix in (".duckdb.wal", ".duckdb"):
            for turn in (False, True):
                words = f"{suffix} {'a bit turned' if turn else 'cut'}, {log[step - 1]}"
                yield Fault(WAL, words, deed, lambda place, n=step, s=suffix, t=turn: killed(place, n, s, t))
