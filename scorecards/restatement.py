"""A published figure that is another now: the mark [r] that readers see beside it, and both figures.

Under "Revised figures" a reader finds what was first published and what is known now. A figure that is withheld, now or
then, has neither mark nor number there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from scorecards.figure import Figure, figure
from scorecards.narrative_change import difference
from scorecards.period import Month
from scorecards.value import (
    IMPOSSIBLE,
    NOT_APPLICABLE,
    NOT_SUPPLIED,
    OK,
    PROVISIONAL,
    REVISED,
    WITHHELD,
    Value,
    Values,
)

Key = tuple[str, str, str, str]


def key_of(row: Value) -> Key:
    """Indicator, period, breakdown and category."""
    return (row.indicator, row.period_id, row.breakdown, row.category)


@dataclass(frozen=True, kw_only=True)
class Restated:
    """One published figure that is another now. `why` are causes in words, empty where nobody can tell any more."""

    indicator: str
    title: str
    period_id: str
    breakdown: str
    category: str
    was: Figure
    now: Figure
    edition: str
    """Where it was published: `2022-23-Q3, published 20 January 2023`."""
    why: tuple[str, ...] = ()
    rows: int = 0
    """How many rows account for it, or where not `is_exact` may; a reader is not told."""
    is_exact: bool = False
    effect: str = ""
    """What these rows do to its numbers, `numerator +2 -1`, where that is its whole change."""
    shown_as: str = ""
    """As it was printed then, where that was a mark."""

    @property
    def key(self) -> Key:
        return (self.indicator, self.period_id, self.breakdown, self.category)

    @property
    def period_words(self) -> str:
        return period_words(self.period_id)

    @property
    def part_words(self) -> str:
        """`Source group: Police`, or that it is the total."""
        return part_words(self.breakdown, self.category)

    @property
    def change_words(self) -> str:
        """`up 3 (2%)`, or which mark became which."""
        if self.was.is_plain_number and self.now.is_plain_number:
            if self.was.number == self.now.number:
                return "unchanged as shown"
            return difference(self.was, self.now)
        return f"from {self.was.words} to {self.now.words}"

    @property
    def effect_words(self) -> str:
        """What the rows do to it, or that they may be behind it."""
        return self.effect or ("" if self.is_exact or not self.rows else "may be behind it")

    @property
    def why_words(self) -> str:
        return ", ".join(self.why).capitalize() or "Not known any more"


def revised(
    shown: Values,
    first: Mapping[Key, tuple[Value, str]],
    titles: Mapping[str, str],
    why: Mapping[Key, tuple[str, ...]],
) -> tuple[Values, tuple[Restated, ...]]:
    """The figures that an audience is shown, those first published otherwise marked, and a line for each of these.

    `first` holds what the same audience was first shown, with the edition in words; `why` gives the causes of figures.
    Made of shown figures alone: no change of a withheld one changes anything here.
    """
    lines, rows = [], []
    for row in shown.rows:
        was, edition = first.get(key_of(row), (row, ""))
        if not is_revised(was, row):
            rows.append(row)
            continue
        rows.append(replace(row, marks=(*row.marks, REVISED)))
        lines.append(
            Restated(
                indicator=row.indicator,
                title=titles.get(row.indicator, row.indicator),
                period_id=row.period_id,
                breakdown=row.breakdown,
                category=row.category,
                was=_figure(was, row),
                now=_figure(row, was),
                edition=edition,
                why=why.get(key_of(row), ()),
            )
        )
    return Values(tuple(rows)), tuple(sorted(lines, key=order))


def ripening(shown: Values, unripe: Collection[tuple[str, str]]) -> Values:
    """The figures, those marked of which much is still being recorded; `unripe` names them by indicator and period."""
    return Values(
        tuple(
            replace(row, marks=(*row.marks, PROVISIONAL))
            if (row.indicator, row.period_id) in unripe and row.state in (OK, IMPOSSIBLE)
            else row
            for row in shown.rows
        )
    )


def is_revised(was: Value, now: Value) -> bool:
    """Whether a figure that was shown is shown otherwise now; what is withheld on either side says nothing."""
    if WITHHELD in (was.state, now.state):
        return False
    if {was.state, now.state} <= {NOT_SUPPLIED, NOT_APPLICABLE}:
        return False
    return (was.numerator, was.denominator, was.value, was.state) != (
        now.numerator,
        now.denominator,
        now.value,
        now.state,
    )


def order(line: Restated) -> tuple[str, ...]:
    """By indicator; totals first, newest periods first among their like."""
    window, _, name = line.period_id.partition(":")
    return (line.indicator, line.breakdown, line.category, window, name)


def _figure(value: Value, other: Value) -> Figure:
    """A figure to stand beside another: with one more place where both would else look alike."""
    shown, beside = figure(value), figure(other)
    if shown.number is not None and shown.number == beside.number:
        shown = figure(value, shown.places + 1)
    return replace(shown, marks=())


def part_words(breakdown: str, category: str) -> str:
    """`Source group: Police`, or that it is the total."""
    return f"{breakdown.replace('_', ' ').capitalize()}: {category}" if breakdown else "Total"


def period_words(period_id: str) -> str:
    """`March 2023`, `Quarter 4 of 2022-23`, `12 months to March 2023`."""
    window, _, name = period_id.partition(":")
    if window == "quarter":
        year, _, number = name.rpartition("-Q")
        return f"Quarter {number} of {year}"
    if window == "year":
        return f"Year {name}"
    month = Month.parse(name).name
    return {"year_to_date": f"Year to {month}", "rolling_12": f"12 months to {month}"}.get(window, month)
