"""Our figure beside the one that was published for the authority and the same year, and why the two differ.

Published national statistics are made from a return that was drawn once, months after the year's end; ours are counted
anew with every delivery. Where they differ, the reasons that can be told from figures are told: rounding, and what was
recorded or corrected since the year's end; then what the definition says of the difference; else that nothing explains it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars

from scorecards.comparator import UNITS
from scorecards.figure import Figure, figure, number_figure, rounded
from scorecards.indicator import Indicator
from scorecards.narrative_change import difference
from scorecards.period import Month, day_name, year_name
from scorecards.value import Value, Values

EQUAL, ROUNDING = "Equal as shown", "Rounding: they differ by less than one in the last place shown"
UNEXPLAINED = "Nothing here explains it: hold the return of that year against what is known now"
SMALL = 5


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """One figure of one year, published and ours; `why` are sentences without a full stop."""

    ref: str
    title: str
    measure: str
    when: str
    published: Figure
    ours: Figure
    difference: str
    why: tuple[str, ...]


def reconciled(
    indicators: Iterable[Indicator],
    ours: Values,
    published: polars.DataFrame,
    *,
    authority: str,
    known_then: Mapping[tuple[str, str], Value] | None = None,
    known_to: date | None = None,
) -> list[Reconciled]:
    """A line for every published figure of the authority, read as text, of which we show one of the same year and unit.

    `known_then` are our figures as the build of each year's last month had them, by ref and period id; `known_to` is the
    last day of what is known now.
    """
    mine = [
        row
        for row in published.iter_rows(named=True)
        if row["area_kind"] == "authority" and row["value"] and (row["authority"] or authority) == authority
    ]
    by_measure: dict[str, list[dict[str, str]]] = {}
    for row in mine:
        by_measure.setdefault(row["measure"], []).append(row)
    return [
        line
        for each in indicators
        for row in sorted(by_measure.get(each.comparator or "", []), key=lambda row: row["year_ending"])
        if (line := _line(each, row, ours, known_then or {}, known_to)) is not None
    ]


def _line(
    indicator: Indicator,
    row: Mapping[str, str],
    ours: Values,
    known_then: Mapping[tuple[str, str], Value],
    known_to: date | None,
) -> Reconciled | None:
    if UNITS.get(row["unit"], row["unit"]) != indicator.unit:
        return None
    last = Month(int(row["year_ending"]), 9 if "30 Sept" in row["measure"] else 3)
    is_of_day = indicator.kind == "snapshot"
    if last.number != 3 and not is_of_day:
        return None
    period_id = last.period_id if is_of_day else f"year:{year_name(last.year - 1)}"
    value = ours.total(indicator.ref, period_id)
    if value is None or not value.is_comparable:
        return None
    theirs, mine = number_figure(float(row["value"]), indicator.unit), figure(value)
    return Reconciled(
        ref=indicator.ref,
        title=indicator.title,
        measure=row["measure"],
        when=day_name(last.last_day) if is_of_day else year_name(last.year - 1),
        published=theirs,
        ours=mine,
        difference=difference(theirs, mine),
        why=_why(indicator, theirs, mine, value, known_then.get((indicator.ref, period_id)), last, known_to),
    )


def _why(
    indicator: Indicator,
    theirs: Figure,
    mine: Figure,
    now: Value,
    then: Value | None,
    last: Month,
    known_to: date | None,
) -> tuple[str, ...]:
    assert theirs.number is not None and mine.number is not None
    gap = abs(mine.number - theirs.number)
    if gap == 0:
        return (EQUAL,)
    if indicator.unit != "count" and gap <= Decimal(1).scaleb(-mine.places):
        return (ROUNDING,)
    said = [_recorded(now, then, last, known_to)]
    said.append(f"Definition: {indicator.differs.rstrip('.')}" if indicator.differs else "")
    return tuple(words for words in said if words) or (UNEXPLAINED,)


def _recorded(now: Value, then: Value | None, last: Month, known_to: date | None) -> str:
    """What late recording and correction since the year's end did to our figure, or that it is not known yet."""
    if known_to is not None and known_to <= last.last_day:
        return (
            f"Late recording: ours is as known on {day_name(known_to)}, and the return was drawn months later"
        )
    if then is None or not then.is_comparable or then.value is None or now.value is None:
        return ""
    change = rounded(now.value - then.value, 0 if now.unit == "count" else 1)
    if change == 0:
        return ""
    way = "up" if change > 0 else "down"
    amount = "a few" if now.unit == "count" and abs(change) <= SMALL else f"{abs(change):,}"
    return f"Late recording and correction: ours has gone {way} by {amount} since {day_name(last.last_day)}"


def table(lines: Iterable[Reconciled]) -> list[str]:
    """The lines as a table in Markdown."""
    return [
        "| Indicator | Of | Published | Ours | Difference | Why |",
        "|---|---|---|---|---|---|",
        *(
            f"| {each.ref} {each.title} | {each.when} | {each.published.words} | {each.ours.words} "
            f"| {each.difference} | {'. '.join(each.why)} |"
            for each in lines
        ),
    ]
