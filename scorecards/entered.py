"""Figures that nobody counted from records: entered by hand, or taken from older scorecards.

They carry the mark [e] wherever they stand, and under their indicator it is said whose they are. Where entered and counted
figures meet in a series, it is broken: one is never compared with the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise

from scorecards.period import Month, Quarter, day_name
from scorecards.spc.rebase import SOURCE, Rebase
from scorecards.spc.rebases import RebaseRow
from scorecards.value import ENTERED, NOT_SUPPLIED, Value, Values

Key = tuple[str, str]
"""Ref and period id."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Whose an entered figure is: `source` names the document that it was taken from, empty where there is none."""

    indicator: str
    period_id: str
    owner: str
    entered_on: date
    source: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """`from the scorecard of March 2021; Performance Team, 3 April 2023. Ten months only`."""
        taken = f"from {self.source}" if self.source else "by hand"
        note = f". {self.note.rstrip('.')}" if self.note else ""
        return f"{taken}; {self.owner}, {day_name(self.entered_on)}{note}"


def marked(values: Values, entered: Mapping[Key, Entered]) -> Values:
    """The values, those that were entered with their mark."""
    return Values(
        tuple(
            replace(row, marks=(*row.marks, ENTERED))
            if _key(row) in entered and row.state != NOT_SUPPLIED
            else row
            for row in values.rows
        )
    )


def source_breaks(values: Values, entered: Mapping[Key, Entered]) -> list[RebaseRow]:
    """A break wherever a series of months passes from entered figures to counted ones, or back, or to another source."""
    refs = {ref for ref, _ in entered}
    months = sorted(
        (row.indicator, row.period_start, row.period_id)
        for row in values.rows
        if row.indicator in refs and row.is_total and row.window_name == "month" and row.state != NOT_SUPPLIED
    )
    rows = []
    for ref, group in groupby(months, key=lambda each: each[0]):
        known = [(start, entered.get((ref, period_id))) for _, start, period_id in group]
        rows += [
            RebaseRow(indicator=ref, rebase=Rebase(on=on, reason=_reason(after), kind=SOURCE))
            for (_, before), (on, after) in pairwise(known)
            if _source(before) != _source(after)
        ]
    return rows


def _source(entered: Entered | None) -> str | None:
    return None if entered is None else entered.source


def _reason(after: Entered | None) -> str:
    if after is None:
        return "Counted from here; earlier figures are entered ones"
    return f"Figures from here are entered, {'from ' + after.source if after.source else 'by hand'}"


def entered_words(entered: Iterable[Entered]) -> str:
    """`Entered, not counted [e]: April 2021 to June 2021, from …; …` for what is shown of one indicator."""
    by_whom: dict[str, list[str]] = {}
    for each in sorted(entered, key=lambda each: _place(each.period_id)):
        by_whom.setdefault(each.words, []).append(each.period_id)
    said = [f"{_periods(period_ids)}, {words}" for words, period_ids in by_whom.items()]
    return f"Entered, not counted [e]: {'; '.join(said)}." if said else ""


def _periods(period_ids: list[str]) -> str:
    """`April 2022 to September 2022 (6 months), January to March 2022`."""
    spans = []
    for window, group in groupby(period_ids, key=lambda each: each.partition(":")[0]):
        names = [_period_name(each) for each in group]
        is_run = window == "month" and len(names) > 1
        spans.append(f"{names[0]} to {names[-1]} ({len(names)} months)" if is_run else ", ".join(names))
    return ", ".join(spans)


def _place(period_id: str) -> tuple[int, str]:
    """Months, then quarters, then years, each in order."""
    window, _, name = period_id.partition(":")
    return (("month", "quarter").index(window) if window in ("month", "quarter") else 2, name)


def _period_name(period_id: str) -> str:
    window, _, name = period_id.partition(":")
    if window == "month":
        return Month.parse(name).name
    return Quarter.parse(name).months_name if window == "quarter" else name


def _key(row: Value) -> Key:
    return (row.indicator, row.period_id)
