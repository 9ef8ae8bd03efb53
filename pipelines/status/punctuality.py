"""Reference tables, from the ledger, of what was expected of each agency, when it came and how good it was.

Times are the days on which files were first taken in. Nobody watched before the home was set up: files of months that
were due by then are in no table of punctuality.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.status.freshness import due_on
from scorecards.period import Month
from scorecards.reference_table import AGENCY_REPORT, AGENCY_RETURN
from sources.catalogue import AGENCIES, AGENCY_NAMES, description

_LONDON = ZoneInfo("Europe/London")
Days = dict[Month, tuple[date, date | None]]
_RETURN = {
    "authority": pl.String, "agency": pl.String, "month_start": pl.Date, "due_on": pl.Date, "came_on": pl.Date,
    "accepted_on": pl.Date,
}  # fmt: skip
_REPORT = {
    "authority": pl.String, "agency": pl.String, "report": pl.String, "rule": pl.String, "month_start": pl.Date,
    "records": pl.Int64, "queried": pl.Int64, "set_aside": pl.Int64, "broken": pl.Int64,
}  # fmt: skip


def agency_returns(home: Home, month: Month) -> pl.DataFrame:
    """A row for every agency's files of every month up to `month` that were expected while somebody watched.

    `came_on` is the day of the first file of any report, `accepted_on` of the first that could be used; null for never.
    """
    opened = home.ledger.of("opened")
    if not opened:
        return pl.DataFrame(schema=_RETURN)
    watched_from, days = _day(opened[0].at), _first_days(home)
    rows = [
        (code, _name(agency), each.first_day, due, *days.get((code, agency), {}).get(each, (None, None)))
        for code in home.settings.names
        for agency in AGENCIES
        for each in _expected(home, agency, month, days.get((code, agency), {}))
        if home.settings.is_member(code, each)
        and (due := due_on(home.settings, agency, each)) >= watched_from
    ]
    return pl.DataFrame(rows, schema=_RETURN, orient="row")


def _expected(home: Home, agency: str, month: Month, came: Days) -> list[Month]:
    """Whoever is named in the settings is expected from the first month reported, others from their first file on."""
    chosen = home.settings
    first, last = chosen.reported_from, min(month, chosen.due.until or month)
    if agency not in chosen.due.days:
        first = max(first, min(came, default=last.plus(1)))
    return list(first.until(last)) if first <= last else []


def _first_days(home: Home) -> dict[tuple[str, str], Days]:
    """By authority, agency and month the day of the first delivery, and of the first one that could be used."""
    known = deliveries(home)
    found: dict[tuple[str, str], Days] = {}
    for record in home.ledger.of("delivered"):
        each = known[record.facts["delivery_id"]]
        months = found.setdefault((each.authority, each.agency), {})
        day, month = _day(record.at), Month.parse(each.month)
        came, accepted = months.get(month, (day, None))
        months[month] = (came, accepted or (day if each.is_usable else None))
    return found


def agency_reports(home: Home, month: Month) -> pl.DataFrame:
    """A row for every report of every month up to `month` that came and could be used: of several files the newest.

    Its `rule` is null; beside it stands a row for every rule that any of these files broke, with the rows that did.
    """
    newest: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for each in sorted(deliveries(home).values(), key=lambda delivery: delivery.order):
        if each.is_usable and Month.parse(each.month) <= month:
            newest.update({(each.authority, part["source"], each.month): [] for part in each.parts})
            for part in each.parts:
                newest[each.authority, part["source"], each.month].append(part)
    broken = {key: _broken(parts) for key, parts in sorted(newest.items())}
    rules: dict[tuple[str, str], set[str]] = {}
    for (authority, source, _), found in broken.items():
        rules.setdefault((authority, source), set()).update(found)
    rows = []
    for (authority, source, extract), found in broken.items():
        report = (authority, _name(source.split(".")[0]), _title(source))
        parts = newest[authority, source, extract]
        counts = [
            sum(int(part.get(count, 0)) for part in parts) for count in ("records", "queries", "set_aside")
        ]
        for rule in (None, *sorted(rules[authority, source])):
            broken_by = None if rule is None else min(found[rule], counts[0])
            rows.append((*report, rule, Month.parse(extract).first_day, *counts, broken_by))
    return pl.DataFrame(rows, schema=_REPORT, orient="row")


def _broken(parts: list[dict[str, Any]]) -> Counter[str]:
    """How often each rule was broken in a report; notes on how cells were written break none."""
    found: Counter[str] = Counter()
    for part in parts:
        if part["findings"]:
            found.update({code: count for code, count in part["findings"].items() if code not in _notes()})
    return found


@cache
def _notes() -> frozenset[str]:
    from pipelines.review.catalogue import notes  # it knows builds, which know this

    return notes()


def told(home: Home, month: Month) -> dict[str, pl.DataFrame]:
    """Both tables by name."""
    return {AGENCY_RETURN: agency_returns(home, month), AGENCY_REPORT: agency_reports(home, month)}


def covered(tables: Mapping[str, pl.DataFrame]) -> set[tuple[str, str, date]]:
    """Authority, table and month's first day of what these tables can tell."""
    return {
        (authority, f"reference.{table}", first_day)
        for table, found in tables.items()
        for authority, first_day in found.select("authority", "month_start").iter_rows()
    }


@cache
def _title(source: str) -> str:
    agency, _, table = source.partition(".")
    return description(agency, table)


def _name(agency: str) -> str:
    return AGENCY_NAMES[agency].partition(",")[0]


def _day(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(_LONDON).date()
