"""Where limits start again: rows of the partnership's `rebases.csv`, each with its reason, who decided it and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

import polars

from scorecards.period import Month, PeriodNotUnderstood
from scorecards.spc.rebase import Rebase

NEEDED = ("indicator", "month", "reason", "decided_by", "decided_on")


class RebaseNotUnderstood(ValueError):
    """A row of `rebases.csv` that does not say from when limits are new, why, or who decided it and when."""


@dataclass(frozen=True, kw_only=True)
class RebaseRow:
    """One row: `indicator` is a ref or a pattern such as `CN*`; the rebase is on the first day of its month."""

    indicator: str
    rebase: Rebase


def rebases(frame: polars.DataFrame) -> list[RebaseRow]:
    """The rows of `rebases.csv`, read as text. Raises RebaseNotUnderstood for one that lacks a cell or has no date."""
    return [_row(number, row) for number, row in enumerate(frame.iter_rows(named=True), start=2)]


def _row(number: int, row: dict[str, str | None]) -> RebaseRow:
    given = {name: (row.get(name) or "").strip() for name in NEEDED}
    for name, cell in given.items():
        if not cell:
            raise RebaseNotUnderstood(f"rebases.csv, row {number}: expected {name}; found none. Fill it in.")
    try:
        return RebaseRow(
            indicator=given["indicator"],
            rebase=Rebase(
                on=Month.parse(given["month"]).first_day,
                reason=given["reason"],
                decided_by=given["decided_by"],
                decided_on=date.fromisoformat(given["decided_on"]),
            ),
        )
    except (PeriodNotUnderstood, ValueError):
        raise RebaseNotUnderstood(
            f"rebases.csv, row {number}: expected a month such as 2022-06 and a day such as 2022-07-14; "
            "found something else. Correct the row."
        ) from None


def rebases_of(ref: str, days: Sequence[date], rows: Iterable[RebaseRow]) -> list[Rebase]:
    """The rebases of the indicator that fall inside the days shown, each on the first of them that is wholly new; of several on one day
    the last."""
    order = sorted(days)
    found: dict[date, Rebase] = {}
    for each in breaks_of(ref, rows):
        on = next((day for day in order if day >= each.on), None)
        if on is not None and (each.on == on or on != order[0]):
            found[on] = each if on == each.on else replace(each, on=on, changed_on=each.on)
    return [found[on] for on in order[1:] if on in found]


def breaks_of(ref: str, rows: Iterable[RebaseRow]) -> list[Rebase]:
    """Every rebase of the indicator, the oldest first; of several on one day the one of most weight, and of those the
    last written: a new source or definition also sets new limits."""
    found: dict[date, Rebase] = {}
    for row in rows:
        if fnmatchcase(ref, row.indicator):
            known = found.get(row.rebase.on)
            if known is None or known.compares or not row.rebase.compares:
                found[row.rebase.on] = row.rebase
    return [found[on] for on in sorted(found)]
