"""Whether a month's deliveries look as deliveries normally do: asked of a process of its own, told in plain words.

Great Expectations takes seconds to import, so `start` lets that happen while files are read. A process that dies or
is slow means "not run", never "passed".
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from threading import Timer
from typing import Any

from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.inbox import dropped
from pipelines.intake.measuring import measured
from pipelines.sealed import sealed
from pipelines.settings import ROOT
from scorecards.period import Month
from sources.catalogue import AGENCY_NAMES

PATIENCE = 60.0
"""Seconds to wait for the verdicts on a month."""

COMMAND = [sys.executable, "-m", "schemas.expectations"]
_TOLD = 4
_children: list[subprocess.Popen[str]] = []


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What was found: whether every expectation was judged and met, and the words for a performance officer.

    `verdicts` are those of each table and measure; none where nothing was judged."""

    passed: bool
    words: str
    verdicts: tuple[dict[str, Any], ...] = ()


def start(home: Home, month: Month) -> None:
    """Start the process that judges, when files came since the month was judged last. It serves every later month."""
    if is_switched_off():
        return
    judged = _path(home, month)
    last = judged.stat().st_mtime_ns if judged.exists() else 0
    files = dropped(home.settings.inbox, authority=home.settings.authority.code, until=month)
    if any(file.month == month and file.modified > last for file in files):
        _child()


PAGE = "page"
"""Where the kept verdicts tell the hash of their page."""


SWITCHED_OFF = "Expectations of the deliveries were not run: SCORECARD_EXPECTATIONS switches them off"
"""What review, status and scorecard say where that is so: nothing is switched off quietly."""


def expected(home: Home, month: Month) -> Expected:
    """The verdicts on the month's deliveries, kept beside its builds and asked again only when something changed."""
    lines = measured(home, month)
    if not lines:
        return Expected(
            passed=False, words=f"Expectations were not run: nothing was delivered for {month.name}."
        )
    if is_switched_off():
        return Expected(passed=False, words=f"{SWITCHED_OFF}.")
    asked = {"measured": lines, "overlay": str(home.settings.overlay)}
    mark = _mark(asked, home)
    kept = _kept(home, month)
    answer = kept if kept and kept.get("of") == mark and "verdicts" in kept else verdicts(asked)
    if "verdicts" in answer and answer is not kept:
        from scorecards.expectation_page import expectation_page

        page = expectation_page(month.name, answer["verdicts"], AGENCY_NAMES).encode()
        write_whole(home.folder / "review" / str(month) / page_name(month), page)
        answer = {**answer, PAGE: sha256(page).hexdigest()}
    write_whole(_path(home, month), sealed({"of": mark, **answer}))
    return _in_words(answer)


def page_name(month: object) -> str:
    """The name of the month's page in its folder of reviews."""
    return f"expectations-{month}.html"


def is_judged(home: Home, month: Month) -> bool:
    """Whether the month's deliveries as they are now were judged, or nobody wants them to be."""
    kept = _kept(home, month)
    asked = {"measured": measured(home, month)}
    return is_switched_off() or (
        kept is not None and "verdicts" in kept and kept.get("of") == _mark(asked, home)
    )


def last_words(home: Home, month: Month) -> str:
    """What was said of the month's deliveries last, or that nothing is said because somebody switched expectations off;
    nothing where every one was met or none was judged."""
    if is_switched_off():
        return f"{SWITCHED_OFF}."
    known = _kept(home, month)
    found = _in_words(known) if known else None
    return found.words if found and not found.passed else ""


def verdicts(asked: dict[str, Any], patience: float = PATIENCE) -> dict[str, Any]:
    """The answer of the process: `verdicts`, or why it was `not_run`."""
    child = _child()
    timer = Timer(patience, child.kill)
    timer.start()
    try:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(json.dumps(asked) + "\n")
        child.stdin.flush()
        return dict(json.loads(child.stdout.readline()))
    except (OSError, ValueError):
        child.kill()
        return {
            "not_run": f"the process that judges ended or took longer than {patience:.0f} seconds. Run again."
        }
    finally:
        timer.cancel()


def told(found: list[dict[str, Any]]) -> Expected:
    """The verdicts in words: one sentence for each authority's agency and expectation that was missed."""

    def subject(verdict: dict[str, Any]) -> tuple[str, str]:
        return verdict["authority"], verdict["expectation"]

    missed = sorted((each for each in found if not each["passed"]), key=subject)
    several = len({each["authority"] for each in found}) > 1
    sentences = [
        (f"{authority}: " if several else "") + _sentence(expectation, list(group))
        for (authority, expectation), group in groupby(missed, key=subject)
    ]
    words = " ".join(sentences) or f"Every one of {len(found)} expectations was met."
    return Expected(passed=not missed, words=words, verdicts=tuple(found))


def is_switched_off() -> bool:
    """Whether SCORECARD_EXPECTATIONS says off, as it may on a machine with too little memory."""
    return os.environ.get("SCORECARD_EXPECTATIONS", "") == "off"


def _sentence(expectation: str, missed: list[dict[str, Any]]) -> str:
    tables = [verdict["source"].split(".")[1].replace("_", " ") for verdict in missed]
    columns = [f" ({verdict['column']})" if verdict["column"] else "" for verdict in missed]
    found = [
        f"{verdict['found']:g} in {table}{column}"
        for verdict, table, column in zip(missed, tables, columns, strict=True)
    ]
    return expectation.replace("{found}", _listed(found)).replace("{tables}", _listed(tables))


def _listed(parts: list[str]) -> str:
    """The first parts, and how many more tables there are: a whole agency's list is too long to read."""
    more = len(parts) - _TOLD
    return ", ".join(parts[:_TOLD]) + (f" and so on in {more} more" if more > 0 else "")


def _child() -> subprocess.Popen[str]:
    """The process that judges, started where there is none. It ends by itself when this process ends."""
    while _children and _children[-1].poll() is not None:
        _children.pop()
    if not _children:
        _children.append(
            subprocess.Popen(
                COMMAND,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        )
    return _children[-1]


def _in_words(answer: dict[str, Any]) -> Expected:
    if "verdicts" not in answer:
        return Expected(passed=False, words=f"Expectations were not run: {answer['not_run']}")
    return told(answer["verdicts"])


def _kept(home: Home, month: Month) -> dict[str, Any] | None:
    try:
        return dict(json.loads(_path(home, month).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _mark(asked: dict[str, Any], home: Home) -> str:
    """The hash of everything that decides the verdicts."""
    own = home.settings.overlay.glob("expectations/*.json")
    files = [ROOT / "schemas" / "expectations.py", *(ROOT / "schemas" / "suites").glob("*.json"), *own]
    parts = [json.dumps(asked["measured"]).encode(), *(file.read_bytes() for file in sorted(files))]
    return sha256(b"|".join(parts)).hexdigest()[:16]


def _path(home: Home, month: Month) -> Path:
    return home.builds / str(month) / "expectations.json"
