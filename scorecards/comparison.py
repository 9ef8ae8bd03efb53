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

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorecards.comparator import RANK, Comparator, latest
from scorecards.figure import (
    NOT_APPLIED,
    Figure,
    absent,
    count_figure,
    decimal_places,
    figure,
    number_figure,
    rounded,
)
from scorecards.month_ends import MonthEnds, month_ends
from scorecards.narrative_change import difference, way
from scorecards.period import Quarter, day_name
from scorecards.target import (
    MISSES,
    NO_TARGET,
    NOT_RATED,
    SMALL_NUMBERS,
    SMALLEST_RATED_DENOMINATOR,
    Target,
    against,
    aimed,
    in_force,
)
from scorecards.value import Value, Values

if TYPE_CHECKING:
    from scorecards.indicator import Indicator

UP, DOWN, UNCHANGED, MIXED_DIRECTION, NOT_COMPARED = "Up", "Down", "Unchanged", "Mixed", "Not compared"
RATED_BY_DENOMINATOR = ("%", "hours", "days")
STATISTIC_WORDS = {
    "snapshot": "on the quarter's last day",
    "any time": "at any point in the quarter",
    "mean": "average over the quarter",
}
FLOW_WORDS = {
    "count": "total of the quarter",
    "%": "share over the quarter",
    "per 10,000": "rate over the quarter",
    "hours": "average over the quarter",
    "days": "average over the quarter",
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

    @property
    def compared_with(self) -> tuple[Figure, Quarter] | None:
        """The same quarter last year or, where that has no sound figure, the quarter before; None without either."""
        if not self.this_quarter.is_plain_number:
            return None
        pasts = (
            (self.same_quarter_last_year, self.quarter.year_before),
            (self.previous_quarter, self.quarter.previous),
        )
        return next(((past, period) for past, period in pasts if past.is_plain_number), None)

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
        return f"{difference(past, self.this_quarter)} on {earlier}"

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
) -> Comparison:
    """The indicator's quarter beside what is like it, from the values that the reader is shown."""
    current = values.total(indicator.ref, quarter.period_id)
    target = _aim(indicator, quarter, targets)
    word = _against_target(indicator, current, target, is_rated)
    published = latest(
        comparators,
        measure=indicator.comparator,
        unit=indicator.unit,
        statistic=indicator.statistic,
        on=quarter.last_month.last_day,
    )
    places = _places(indicator, current, target, word)

    def shown(period_id: str) -> Figure:
        return figure(values.total(indicator.ref, period_id), places)

    return Comparison(
        quarter=quarter,
        statistic=indicator.statistic,
        statistic_words=_statistic_words(indicator),
        this_quarter=figure(current, places),
        numerator=count_figure(current.numerator if current else None, current),
        denominator=count_figure(current.denominator if current else None, current),
        previous_quarter=shown(quarter.previous.period_id),
        same_quarter_last_year=shown(quarter.year_before.period_id),
        year_to_date=shown(quarter.year_to_date_id),
        rolling_12=shown(quarter.rolling_12_id),
        month_ends=month_ends(indicator, quarter, values),
        target=number_figure(target.target, indicator.unit) if target else absent(NOT_APPLIED),
        target_words=_target_words(indicator, target),
        target_origin=target.origin if target else "",
        against_target=word,
        previous_against_target=_previously(indicator, quarter.previous, values, targets),
        beside_us=_beside_us(indicator, values, published),
        national_rank=_national_rank(indicator, published.get(RANK)),
    )


def _statistic_words(indicator: "Indicator") -> str:
    return STATISTIC_WORDS.get(indicator.statistic) or FLOW_WORDS.get(indicator.unit, "over the quarter")


def _aim(indicator: "Indicator", quarter: Quarter, targets: list[Target]) -> Target | None:
    return aimed(in_force(targets, indicator.ref, quarter.last_month.last_day), indicator.better)


def _previously(indicator: "Indicator", quarter: Quarter, values: Values, targets: list[Target]) -> str:
    """How the quarter before stood against the target of its own time."""
    target = _aim(indicator, quarter, targets)
    return _against_target(indicator, values.total(indicator.ref, quarter.period_id), target, is_rated=True)


def _against_target(
    indicator: "Indicator", current: Value | None, target: Target | None, is_rated: bool
) -> str:
    if target is None:
        return NO_TARGET
    if current is None or current.value is None or not current.is_comparable or not is_rated:
        return NOT_RATED
    fewest = indicator.min_denominator or (
        SMALLEST_RATED_DENOMINATOR if indicator.unit in RATED_BY_DENOMINATOR else 0
    )
    if current.denominator is not None and current.denominator < fewest:
        return SMALL_NUMBERS
    return against(target, current.value, indicator.better)


def _places(indicator: "Indicator", current: Value | None, target: Target | None, word: str) -> int:
    """One more place where rounding would show a miss as if it met the target: 89.96 against 90."""
    usual = decimal_places(indicator.unit)
    if word != MISSES or target is None or current is None or current.value is None:
        return usual
    limits = {rounded(limit, usual) for limit in (target.target, target.upper) if limit is not None}
    return usual + (rounded(current.value, usual) in limits)


def _target_words(indicator: "Indicator", target: Target | None) -> str:
    """The target as a phrase: `90.0% or more`, `between 10.0% and 15.0%`."""
    if target is None:
        return "No target has been set"
    shown = number_figure(target.target, indicator.unit).words
    if target.upper is not None:
        return f"between {shown} and {number_figure(target.upper, indicator.unit).words}"
    return f"{shown} or {'less' if indicator.better == 'lower' else 'more'}"


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
    return f"{place}{ending} highest of {rank.among} authorities, {rank.year_words(indicator.kind)}"
