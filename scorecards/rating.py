"""How a quarter's figure stands against the target of its time, as a rating, in words and to which decimal."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorecards.figure import NOT_APPLIED, Figure, absent, decimal_places, number_figure, rounded
from scorecards.period import Quarter
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
from scorecards.value import Value

if TYPE_CHECKING:
    from scorecards.indicator import Indicator

RATED_BY_DENOMINATOR = ("%", "hours", "days")


@dataclass(frozen=True, kw_only=True)
class Rating:
    """The word, the target that it is against, and the decimals with which the figure must be shown beside it."""

    word: str
    target: Figure
    target_words: str
    origin: str
    places: int


def rating(
    indicator: "Indicator",
    quarter: Quarter,
    current: Value | None,
    targets: list[Target],
    *,
    is_rated: bool = True,
) -> Rating:
    """The quarter's figure against the target in force on its last day. `is_rated`: whether it can be trusted."""
    target = aimed(in_force(targets, indicator.ref, quarter.last_month.last_day), indicator.better)
    word = _against_target(indicator, current, target, is_rated)
    return Rating(
        word=word,
        target=number_figure(target.target, indicator.unit) if target else absent(NOT_APPLIED),
        target_words=_target_words(indicator, target),
        origin=target.origin if target else "",
        places=_places(indicator, current, target, word),
    )


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
