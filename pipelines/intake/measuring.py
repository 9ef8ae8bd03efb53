"""Measures of a month's deliveries and of earlier ones, which the expectations are about.

They come from the counts in the ledger and the profiles beside the rows; no row is read.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.force import in_force
from pipelines.intake.inbox import KINDS
from scorecards.period import Month

_NOTHING: dict[str, Any] = {
    "rows": 0,
    "filled": {},
    "events": None,
    "content": "",
    "mix": {},
    "by_month": {},
}
_CLOSED = 3
"""A month is closed so many months after it: late recording has mostly reached it."""
_MOSTLY_FILLED = 0.5
"""A column less full than this is too thin to say that it lost something."""


def measured(home: Home, month: Month) -> list[dict[str, Any]]:
    """The measures of every table in force that was delivered for `month`, by authority, source and measure.

    Only a delivery of the month just before is compared with: over a gap of months much may honestly change.
    """
    now, previous = _newest(home, month), month.plus(-1)
    before = {place: each for place, each in _newest(home, previous).items() if each.month == str(previous)}
    told = {
        place: facts(home, delivery, place[1])
        for place, delivery in sorted(now.items())
        if delivery.month == str(month)
    }
    return [
        {"authority": authority, "source": source, "month": str(month), **line}
        for (authority, source), known in told.items()
        for line in (
            *measures(
                source,
                month.last_day,
                known,
                facts(home, before[authority, source], source) if (authority, source) in before else None,
            ),
            *shared(
                source,
                str(month),
                known,
                {name: each for (code, name), each in told.items() if code == authority},
            ),
        )
    ]


def shared(
    source: str, month: str, known: dict[str, Any], others: dict[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The measures of totals that a table shares with another agency's."""
    reports = others.get("police.missing_report") if source == "eisi.return_interview" else None
    if reports and reports["by_month"].get(month):
        returned, reported = known["by_month"].get(month, 0), reports["by_month"][month]
        yield _line("against missing reports", returned / reported, reported)
    workers = others.get("mosaic.professional") if source == "workforce.post" else None
    if workers and workers["rows"]:
        held = known["filled"].get("Worker ID", 0)
        yield _line("against the case system", held / workers["rows"], workers["rows"])


def facts(home: Home, delivery: Delivery, source: str) -> dict[str, Any]:
    """What is known of a delivery's table as a whole: the ledger's counts and the profile."""
    parts = [part for part in delivery.parts if part["source"] == source]
    counts = {name: sum(part[name] for part in parts) for name in ("records", "set_aside")}
    path = home.rows / delivery.folder_name / "profile.json"
    profiles = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {**_NOTHING, **profiles.get(source, {}), **counts}


def measures(
    source: str, month_end: date, now: dict[str, Any], before: dict[str, Any] | None
) -> Iterator[dict[str, Any]]:
    """The measures of one table; `rows` is the number of rows that a measure rests on."""
    kind, events = KINDS[source.split(".")[0]], now["events"]
    if now["records"]:
        yield _line("rows set aside", now["set_aside"] / now["records"], now["records"])
    for heading, count in now["filled"].items() if now["rows"] else ():
        yield _line(f"filled {heading}", count / now["rows"], now["rows"])
    if events and events["days"]:
        if kind in ("month", "year_to_date"):
            yield _line("in the month", events["in_month"] / events["days"], events["days"])
        if kind != "year_to_date":  # the form holds the months to come as blanks
            yield _line("not after the month", events["up_to_end"] / events["days"], events["days"])
        if kind == "snapshot" and events["newest"]:
            silent = (month_end - date.fromisoformat(events["newest"])).days
            yield _line("days without events", silent, events["in_year"])
    if before:
        yield from _against(kind, now, before)
        yield from _mix(now, before)
        if kind == "snapshot":
            yield from _closed(month_end, now, before)


def _against(kind: str, now: dict[str, Any], before: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The measures that need the delivery before."""
    if before["records"]:
        yield _line("rows against before", now["records"] / before["records"], before["records"])
    if kind != "month":
        again = now["content"] == before["content"] != ""
        yield _line("sent again", float(again), now["events"]["in_year"] if now["events"] else 0)
    if now["rows"] and before["rows"]:
        kept = {
            heading: now["filled"].get(heading, 0) / now["rows"] / (count / before["rows"])
            for heading, count in before["filled"].items()
            if count / before["rows"] >= _MOSTLY_FILLED
        }
        if kept:
            heading = min(kept, key=lambda name: kept[name])
            yield _line("filled against before", kept[heading], min(now["rows"], before["rows"]), heading)


def _mix(now: dict[str, Any], before: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """How far the mix of codes moved, in the column where it moved most."""
    moved = {
        heading: sum(abs(_share(now, heading, code) - _share(before, heading, code)) for code in codes) / 2
        for heading in now["mix"].keys() & before["mix"].keys()
        if (codes := now["mix"][heading].keys() | before["mix"][heading].keys())
    }
    if moved:
        heading = max(sorted(moved), key=lambda name: moved[name])
        rows = min(sum(each["mix"][heading].values()) for each in (now, before))
        yield _line("mix against before", moved[heading], rows, heading)


def _share(profile: dict[str, Any], heading: str, code: str) -> float:
    counts = profile["mix"][heading]
    return float(counts.get(code, 0) / sum(counts.values()))


def _closed(month_end: date, now: dict[str, Any], before: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """How many rows of months closed long ago are new or gone, as far back as both deliveries go."""
    last = str(Month(month_end.year, month_end.month).plus(-_CLOSED))
    first = max((min(each["by_month"], default="") for each in (now, before)), default="")
    months = {month for month in now["by_month"].keys() | before["by_month"].keys() if first <= month <= last}
    rows = sum(before["by_month"].get(month, 0) for month in months)
    if rows:
        changed = sum(
            abs(now["by_month"].get(month, 0) - before["by_month"].get(month, 0)) for month in months
        )
        yield _line("changed in closed months", changed / rows, rows)


def _newest(home: Home, month: Month) -> dict[tuple[str, str], Delivery]:
    """The newest delivery in force for `month` by authority and source."""
    found = in_force(deliveries(home).values(), home.settings, month)
    return {(part.delivery.authority, part.source): part.delivery for part in found}


def _line(measure: str, found: float, rows: int, column: str = "") -> dict[str, Any]:
    return {"measure": measure, "column": column, "found": round(found, 3), "rows": rows}
