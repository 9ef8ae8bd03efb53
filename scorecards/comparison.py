"""One indicator in one quarter, set beside its own past, its target and other areas: only ever like with like.

Comparison
  .this_quarter, .numerator, .denominator, .previous_quarter, .same_quarter_last_year,
  .year_to_date, .rolling_12          Figures of one basis: `.statistic` (flow, snapshot, cohort, any time, mean)
  .statistic_words                    "total of the quarter", "count on the quarter's last day", …
  .direction, .change_words           Up, Down, Unchanged, Mixed or Not compared; "up 37 (2%) on a year earlier"
  .month_ends                         average of month ends beside the month end, for a snapshot count
  .target, .target_words, .target_origin, .against_target, .previous_against_target
  .beside_us                          other areas, each with its year, basis, model, statistic and n
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorecards.comparator import RANK, Comparator, latest
from scorecards.figure import (
    NOT_APPLIED,
    Figure,
    absent,
    count_figure,
    figure,
    number_figure,
)
from scorecards.month_ends import MonthEnds, month_ends
from scorecards.narrative_change import difference, way
from scorecards.period import Quarter, day_name
from scorecards.rating import rating
from scorecards.spc.rebase import Rebase
from scorecards.target import Target
from scorecards.value import Values

if TYPE_CHECKING:
    from scorecards.indicator import Indicator

UP, DOWN, UNCHANGED, MIXED_DIRECTION, NOT_COMPARED = "Up", "Down", "Unchanged", "Mixed", "Not compared"
STATISTIC_WORDS = {
    "snapshot": "on the quarter's last day",
    "any time": "at any point in the quarter",
    "mean": "average over the quarter",
}
FLOW_WORDS = {
    "count": "total of the quarter",
    "%": "share over the quarter",
    "per 10,000": "rate over the quarter",
    "hours": "median over the quarter",
    "days": "median over the quarter",
}


@dataclass(frozen=True, kw_only=True)
class BesideUs:
    """A published figure with its area and year, and our own figure for the same length of time in that year."""

    kind: str
    area: str
    year: str
    figure: Figure
    ours: Figure
    is_like_a_quarter: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that one quarter's figure is read against."""

    quarter: Quarter
    statistic: str
    statistic_words: str
    this_quarter: Figure
    numerator: Figure
    denominator: Figure
    previous_quarter: Figure
    same_quarter_last_year: Figure
    year_to_date: Figure
    rolling_12: Figure
    month_ends: MonthEnds | None
    target: Figure
    target_words: str
    target_origin: str
    against_target: str
    previous_against_target: str
    beside_us: tuple[BesideUs, ...]
    national_rank: str
    """`63rd highest of 152 authorities, 2022-23`; empty where none is known."""
    breaks: tuple[Rebase, ...] = ()
    """The breaks in its series, the oldest first."""

    @property
    def compared_with(self) -> tuple[Figure, Quarter] | None:
        """The same quarter last year or, where that has no sound figure of the same measure, the quarter before; None
        without either."""
        if not self.this_quarter.is_plain_number:
            return None
        pasts = (
            (self.same_quarter_last_year, self.quarter.year_before),
            (self.previous_quarter, self.quarter.previous),
        )
        return next(
            (
                (past, period)
                for past, period in pasts
                if past.is_plain_number and all(each.compares for each in self.breaks_since(period))
            ),
            None,
        )

    def breaks_since(self, period: Quarter) -> list[Rebase]:
        """The breaks between the beginning of an earlier quarter and the end of this one."""
        first, last = period.first_month.first_day, self.quarter.last_month.last_day
        return [each for each in self.breaks if first < each.on <= last]

    @property
    def direction(self) -> str:
        """Which way the shown figure moved; where the average of month ends moved the other way, that it is mixed."""
        if self.month_ends is not None and self.month_ends.is_mixed:
            return MIXED_DIRECTION
        if self.compared_with is None:
            return NOT_COMPARED
        return {1: UP, -1: DOWN, 0: UNCHANGED}[way(self.compared_with[0], self.this_quarter)]

    @property
    def change_words(self) -> str:
        """`up 37 (2%) on a year earlier`; `unchanged on the quarter before`; empty when there is nothing alike."""
        if self.compared_with is None:
            return ""
        past, period = self.compared_with
        earlier = "a year earlier" if period == self.quarter.year_before else "the quarter before"
        across = self.breaks_since(period)
        broken = f", across the break in {across[-1].month_name}" if across else ""
        return f"{difference(past, self.this_quarter)} on {earlier}{broken}"

    def when(self, quarter: Quarter) -> str:
        """The time that a quarter's figure is of: its last day for a snapshot, else its months."""
        return day_name(quarter.last_month.last_day) if self.statistic == "snapshot" else quarter.months_name

    def beside_quarter(self, kind: str) -> Figure:
        """The comparator that may stand beside a quarter's figure: never a whole year's rate."""
        found = next((each for each in self.beside_us if each.kind == kind), None)
        if found is None:
            return absent()
        return found.figure if found.is_like_a_quarter else absent(NOT_APPLIED)

    @property
    def comparator_years(self) -> str:
        """`England 2022-23; Yorkshire and The Humber 2022-23`, or that there is none."""
        if any(not each.is_like_a_quarter for each in self.beside_us):
            return "Published for whole years only"
        return "; ".join(f"{each.area} {each.year}" for each in self.beside_us) or "None published"


def comparison(
    *,
    indicator: "Indicator",
    quarter: Quarter,
    values: Values,
    comparators: list[Comparator],
    targets: list[Target],
    is_rated: bool,
    breaks: Sequence[Rebase] = (),
) -> Comparison:
    """The indicator's quarter beside what is like it, from the values that the reader is shown."""
    current = values.total(indicator.ref, quarter.period_id)
    rated = rating(indicator, quarter, current, targets, is_rated=is_rated)
    before = values.total(indicator.ref, quarter.previous.period_id)
    published = latest(
        comparators,
        measure=indicator.comparator,
        unit=indicator.unit,
        statistic=indicator.statistic,
        on=quarter.last_month.last_day,
    )

    def shown(period_id: str) -> Figure:
        return figure(values.total(indicator.ref, period_id), rated.places)

    return Comparison(
        quarter=quarter,
        statistic=indicator.statistic,
        statistic_words=_statistic_words(indicator),
        this_quarter=figure(current, rated.places),
        numerator=count_figure(current.numerator if current else None, current),
        denominator=count_figure(current.denominator if current else None, current),
        previous_quarter=shown(quarter.previous.period_id),
        same_quarter_last_year=shown(quarter.year_before.period_id),
        year_to_date=shown(quarter.year_to_date_id),
        rolling_12=shown(quarter.rolling_12_id),
        month_ends=month_ends(indicator, quarter, values, breaks),
        target=rated.target,
        target_words=rated.target_words,
        target_origin=rated.origin,
        against_target=rated.word,
        previous_against_target=rating(indicator, quarter.previous, before, targets).word,
        beside_us=_beside_us(indicator, values, published),
        national_rank=_national_rank(indicator, published.get(RANK)),
        breaks=tuple(breaks),
    )


def _statistic_words(indicator: "Indicator") -> str:
    return STATISTIC_WORDS.get(indicator.statistic) or FLOW_WORDS.get(indicator.unit, "over the quarter")


def _beside_us(
    indicator: "Indicator", values: Values, published: dict[str, Comparator]
) -> tuple[BesideUs, ...]:
    return tuple(
        BesideUs(
            kind=kind,
            area=each.area,
            year=each.year_words(indicator.kind),
            figure=number_figure(each.value, each.unit),
            ours=figure(values.total(indicator.ref, each.our_period_id(indicator.kind))),
            is_like_a_quarter=indicator.kind == "snapshot" or indicator.unit != "per 10,000",
        )
        for kind, each in sorted(published.items(), reverse=True)
        if kind != RANK
    )


def _national_rank(indicator: "Indicator", rank: Comparator | None) -> str:
    """Our place among the authorities with a published figure, the highest first; equal figures share a place."""
    if rank is None:
        return ""
    place = int(rank.value)
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    ranked = f"{place}{ending} highest of {rank.among} authorities, {rank.year_words(indicator.kind)}"
    return "; ".join([ranked, *_standing(indicator, place, rank)])


QUARTERS = ("in the highest quarter", "above the middle", "below the middle", "in the lowest quarter")


def _standing(indicator: "Indicator", place: int, rank: Comparator) -> Iterator[str]:
    """Our quarter of all authorities with their middle half, the neighbours' other averages, and the best neighbour."""
    if rank.among:
        yield QUARTERS[min(3, 4 * (place - 1) // rank.among)]
    if rank.around is None:
        return

    def shown(number: float) -> str:
        return number_figure(number, indicator.unit).words

    if rank.around.middle_half is not None:
        low, high = rank.around.middle_half
        yield f"the middle half of them {shown(low)} to {shown(high)}"
    for name, average in rank.around.averages:
        yield f"{name} {shown(average)}"
    best = {"higher": rank.around.highest, "lower": rank.around.lowest}.get(indicator.better)
    if best is not None:
        yield f"best of the neighbours ({rank.around.model} model) {best[0]} {shown(best[1])}"
