"""The status in words for the command line, as facts for a monitor, and as a page."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.questions.telling import standing
from pipelines.status.freshness import Expected
from pipelines.status.status import Status, status
from pipelines.status.tasks import BLOCKED, FINE
from scorecards.period import day_name
from scorecards.status_page import Section, status_page
from sources.catalogue import AGENCY_NAMES

ANSWERS = {
    FINE: "Everything stands as it should.",
    1: "Somebody has to act, or something is awaited.",
    BLOCKED: "Nothing goes on until somebody acts.",
}

_STATES = {
    "came": "came",
    HELD: "held",
    REFUSED: "could not be read",
    "late": "late",
    "waiting": "not due yet",
}
"""How a state of what is expected is told."""


def lines(found: Status) -> Iterator[str]:
    """The status for the command line."""
    for month in found.months:
        yield from standing(month)
    if not found.months:
        yield "Nothing was delivered or built yet."
    for section in _sections(found):
        yield f"\n{section.title}"
        yield from (f"  {words}" for words in section.words)
        widths = [
            max(len(line) for cell in column for line in cell.splitlines() or [""])
            for column in zip(*section.rows, strict=True)
        ]
        for row in section.rows:
            for cells in zip_longest(*map(str.splitlines, row), fillvalue=""):
                yield "  " + "  ".join(map(str.ljust, cells, widths)).rstrip()
    yield f"\n{ANSWERS[found.code]}"


def facts(found: Status) -> dict[str, Any]:
    """The status for a monitor, as JSON can hold it."""
    return {
        "code": found.code,
        "at": found.at.isoformat(timespec="seconds"),
        "months": [line.__dict__ for line in found.months],
        "expected": [
            {
                **asdict(each),
                "month": str(each.month),
                "due_on": str(each.due_on),
                "came_on": str(each.came_on) if each.came_on else None,
            }
            for each in found.recent
        ],
        "tasks": [asdict(task) for task in found.tasks],
        "last_publication": found.last_publication,
        "next_run": found.next_run.isoformat(),
        "free": found.free,
        "used": found.used,
        "retention": found.retention,
        "unsent": found.unsent,
    }


def write_status(home: Home, found: Status | None = None) -> Path:
    """Write the page of how the home stands now, or as it was `found`, in one step; its path."""
    found = found or status(home)
    path = home.folder / "status" / "index.html"
    html = status_page(
        partnership=found.partnership,
        at=f"{day_name(found.at.date())} at {found.at:%H:%M}",
        answer=ANSWERS[found.code],
        sections=_sections(found),
        is_made_up=found.is_made_up,
    )
    write_whole(path, html.encode())
    return path


def _sections(found: Status) -> list[Section]:
    newest = found.months[-1] if found.months else None
    built = "Nothing is built yet."
    if newest is not None:
        built = f"The newest month is {newest.month}: " + (
            "built from what is there." if newest.is_up_to_date else "not built from what is there."
        )
    return [
        Section(
            title="Who must act",
            caption="What somebody has to do, the most pressing first",
            words=() if found.tasks else ("Nobody.",),
            headings=("Who", "What", "Why"),
            rows=[(task.who, task.words, _KINDS[task.kind]) for task in found.tasks],
        ),
        Section(
            title="What is expected",
            caption="The newest month of every agency, and earlier ones that are wanting",
            words=() if found.recent else ("No agency is expected yet.",),
            headings=("Agency", "Month", "Due", "How it stands"),
            rows=list(_expected(found.recent)),
        ),
        Section(
            title="What is out, and what comes next",
            words=(
                built,
                f"Last publication: {found.last_publication}."
                if found.last_publication
                else "Nothing is published.",
                f"The schedule, where it runs, refreshes next on {day_name(found.next_run.date())} at "
                f"{found.next_run:%H:%M}.",
            ),
        ),
        Section(
            title="The machine",
            words=tuple(
                words
                for words in (
                    f"{found.free / 1e9:.1f} GB of disk are free; the home holds {found.used / 1e9:.2f} GB.",
                    found.retention,
                    f"Messages could not be sent. {found.unsent}" if found.unsent else "",
                )
                if words
            ),
        ),
    ]


_KINDS = {
    "late": "late",
    "held": "held",
    "failed": "failed",
    "blocked": "blocked",
    "waiting": "waiting",
    "approve": "to be signed for",
}


def _expected(recent: list[Expected]) -> Iterator[tuple[str, str, str, str]]:
    """A row for every agency; of several authorities, one for each of which everything came, as far as anybody knows in time."""
    several = len({each.authority for each in recent}) > 1
    for authority, group in groupby(recent, key=lambda each: each.authority):
        mine = list(group)
        if several and len({each.month for each in mine}) == 1 and not any(map(_is_wanting, mine)):
            due_on = max(each.due_on for each in mine)
            yield f"{authority}, {len(mine)} agencies", mine[0].month.name, day_name(due_on), "all came"
            continue
        for each in mine:
            name = AGENCY_NAMES[each.agency].partition(",")[0]
            agency = f"{authority} {name}" if several else name
            yield agency, each.month.name, day_name(each.due_on), _words(each)


def _is_wanting(each: Expected) -> bool:
    return each.state != "came" or each.days > 0


def _words(each: Expected) -> str:
    days = "1 day" if each.days == 1 else f"{each.days} days"
    if each.state == "late":
        return f"{_STATES[each.state]} by {days}: nothing came"
    if each.state == "came" and each.came_on is not None:
        return f"came on {day_name(each.came_on)}" + (f", {days} late" if each.days else "")
    return _STATES[each.state]
