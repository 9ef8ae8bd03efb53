"""The plan's report, for the officer who publishes: what is withheld, why, and what can be shown in its place.

It names rows and never a count: it is safe to send to an owner who asks why a figure is not there.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from scorecards.disclosure.planned import EARLIER, PRIMARY, SECONDARY, WHOLE, Plan
from scorecards.disclosure.system import Key, Row
from scorecards.value import WITHHELD, Value

LONGER = {
    "month": ("quarter", "year_to_date", "rolling_12", "year"),
    "quarter": ("rolling_12", "year_to_date", "year"),
}
ONE_PERSON = "one person"
WINDOW_WORDS = {
    "quarter": "quarter", "year_to_date": "year to date", "rolling_12": "rolling 12 months", "year": "year",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Withholding:
    """One withheld row. `kind` is primary (it shows a small count), secondary (it would give one away), whole (its
    breakdown is withheld whole), earlier (a release before withheld it) or one person; `instead` is what is shown in its place."""

    indicator: str
    period_id: str
    breakdown: str
    category: str
    kind: str
    reason: str
    instead: str
    authority: str = ""
    """Whose figure it is, in the report of a region."""


def report(made: Plan, printed: set[Key]) -> tuple[Withholding, ...]:
    """A line for every row of this release that is withheld, in order."""
    rows = made.pattern.system.rows
    shown: dict[str, list[Value]] = {}
    for place, row in enumerate(rows):
        if place not in made.pattern.withheld:
            shown.setdefault(row.value.indicator, []).append(row.value)
    lines = []
    for place in sorted(made.pattern.withheld, key=lambda place: rows[place].key):
        row = rows[place]
        if row.key in printed:
            indicator, period_id, breakdown, category = row.key
            lines.append(
                Withholding(
                    indicator=indicator,
                    period_id=period_id,
                    breakdown=breakdown,
                    category=category,
                    kind=made.kinds[place],
                    reason=_reason(made, place),
                    instead=_instead(row.value, shown.get(indicator, [])),
                )
            )
    return tuple(lines)


def of_one_person(rows: Iterable[Value]) -> list[Withholding]:
    """A line for every row that came without its number, because no audience may see a figure of one person."""
    return [
        Withholding(
            indicator=row.indicator,
            period_id=row.period_id,
            breakdown=row.breakdown,
            category=row.category,
            kind=ONE_PERSON,
            reason="It is a figure of one person",
            instead="The figures of all of them: averages and shares are shown",
        )
        for row in rows
        if row.state == WITHHELD
    ]


def by_quarter_would_help(rows: Iterable[Value]) -> list[str]:
    """The indicators of which more than half of the months are withheld, and less than half of what is longer: those that a
    partnership may want to name in `by_quarter` of its `audiences.toml`."""
    states: dict[tuple[str, bool], list[bool]] = {}
    for row in rows:
        if row.is_total:
            states.setdefault((row.indicator, row.window_name == "month"), []).append(row.state == WITHHELD)
    return sorted(
        indicator
        for (indicator, is_month), hidden in states.items()
        if is_month
        and 2 * sum(hidden) > len(hidden)
        and 2 * sum(longer := states.get((indicator, False), [True])) < len(longer)
    )


def _reason(made: Plan, place: int) -> str:
    pattern = made.pattern
    if made.kinds[place] == PRIMARY:
        return f"It shows a count of {pattern.smallest} to {pattern.largest}"
    if made.kinds[place] == EARLIER:
        return "An earlier release withheld it, and what it would give away is still out"
    node = made.protects.get(place)
    gives = (
        _words(pattern.system.rows[pattern.system.rows_of[node][0]]) if node is not None else "a small count"
    )
    if made.kinds[place] == WHOLE:
        return f"Its breakdown is withheld whole: no lesser choice protects {gives}"
    assert made.kinds[place] == SECONDARY
    return f"With what is shown it would give away {gives}"


def _words(row: Row) -> str:
    indicator, period_id, breakdown, category = row.key
    return f"{indicator} {period_id}" + (f", {breakdown} {category}" if breakdown else "")


def _instead(value: Value, shown: list[Value]) -> str:
    """Of what is shown of the same indicator the same figure for a longer time, else without the breakdown, else nothing."""
    same = [row for row in shown if row.period_start <= value.period_start]
    longer = {
        row.window_name
        for row in same
        if (row.breakdown, row.category) == (value.breakdown, value.category)
        and row.period_end >= value.period_end
    }
    for window in LONGER.get(value.window_name, ()):
        if window in longer:
            return f"A longer period: the {WINDOW_WORDS[window]} is shown"
    if value.breakdown and any(row.is_total and row.period_id == value.period_id for row in same):
        return "A coarser figure: the total is shown"
    return "Nothing of this release: show a longer period or fewer categories"
