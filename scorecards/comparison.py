"""One indicator in one quarter, set beside its own past, its target and other areas: only ever like with like."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorecards.comparator import Comparator, latest
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
from scorecards.period import Quarter
from scorecards.target import (
    MISSES,
    NO_TARGET,
    NOT_RATED,
    SMALL_NUMBERS,
    SMALLEST_RATED_DENOMINATOR,
    Target,
    against,
    in_force,
)
from scorecards.value import Value, Values

if TYPE_CHECKING:
    from scorecards.indicator import Indicator


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

    this_quarter: Figure
    numerator: Figure
    denominator: Figure
    previous_quarter: Figure
    same_quarter_last_year: Figure
    year_to_date: Figure
    rolling_12: Figure
    target: Figure
    target_words: str
    against_target: str
    beside_us: tuple[BesideUs, ...]

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
    """The indicator's quarter beside what is like it."""
    current = values.total(indicator.ref, quarter.period_id)
    target = (
        None
        if indicator.better == "neither"
        else in_force(targets, indicator.ref, quarter.last_month.last_day)
    )
    word = _against_target(indicator, current, target, is_rated)
    places = _places(indicator, current, target, word)

    def shown(period_id: str) -> Figure:
        return figure(values.total(indicator.ref, period_id))

    return Comparison(
        this_quarter=figure(current, places),
        numerator=count_figure(current.numerator if current else None, current),
        denominator=count_figure(current.denominator if current else None, current),
        previous_quarter=shown(quarter.previous.period_id),
        same_quarter_last_year=shown(quarter.year_before.period_id),
        year_to_date=shown(quarter.year_to_date_id),
        rolling_12=shown(quarter.rolling_12_id),
        target=number_figure(target.target, indicator.unit) if target else absent(NOT_APPLIED),
        target_words=_target_words(indicator, target),
        against_target=word,
        beside_us=_beside_us(indicator, quarter, values, comparators),
    )


def _against_target(
    indicator: "Indicator", current: Value | None, target: Target | None, is_rated: bool
) -> str:
    if target is None:
        return NO_TARGET
    if current is None or current.value is None or not current.is_comparable or not is_rated:
        return NOT_RATED
    fewest = indicator.min_denominator or SMALLEST_RATED_DENOMINATOR
    if indicator.unit == "%" and current.denominator is not None and current.denominator < fewest:
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
    indicator: "Indicator", quarter: Quarter, values: Values, comparators: list[Comparator]
) -> tuple[BesideUs, ...]:
    found = latest(
        comparators, measure=indicator.comparator, unit=indicator.unit, on=quarter.last_month.last_day
    )
    return tuple(
        BesideUs(
            kind=kind,
            area=each.area,
            year=each.year_words(indicator.kind),
            figure=number_figure(each.value, each.unit),
            ours=figure(values.total(indicator.ref, each.our_period_id(indicator.kind))),
            is_like_a_quarter=indicator.kind == "snapshot" or indicator.unit != "per 10,000",
        )
        for kind, each in sorted(found.items(), reverse=True)
    )
