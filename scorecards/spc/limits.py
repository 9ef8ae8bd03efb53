"""Mean and limits of one phase of an XmR chart: from the values alone, never from their denominators."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scorecards.spc.rules import SpcRules


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The lines of a phase. With one value there is a mean and nothing to measure spread by: limits are None."""

    mean: float
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None


def mean(numbers: Sequence[float]) -> float:
    """The mean with one rounding only, so that a value exactly on it is seen to be on it."""
    return math.fsum(numbers) / len(numbers)


def limits(values: Sequence[float | None], rules: SpcRules) -> Limits | None:
    """The lines set by the baseline of a phase; None where it has no value. A gap breaks the moving range."""
    baseline = values[: rules.baseline]
    present = [value for value in baseline if value is not None]
    if len(present) < max(rules.limits_from, 1):
        return None
    centre = mean(present)
    spread = mean_moving_range(baseline, rules)
    if spread is None:
        return Limits(mean=centre, lower=None, upper=None, near_lower=None, near_upper=None)
    reach, near = rules.sigmas * spread, 2 * (rules.sigmas / 3) * spread
    return Limits(
        mean=centre,
        lower=centre - reach,
        upper=centre + reach,
        near_lower=centre - near,
        near_upper=centre + near,
    )


def mean_moving_range(values: Sequence[float | None], rules: SpcRules) -> float | None:
    """The mean step from one value to the next, without the outlying ones where the rules screen them once.

    A constant series has no spread: its limits are its mean, and every range is kept.
    """
    ranges = [
        abs(after - before) for before, after in pairwise(values) if before is not None and after is not None
    ]
    if not ranges:
        return None
    spread = mean(ranges)
    if rules.screen and spread > 0:
        spread = mean([each for each in ranges if each < rules.screening * spread])
    return spread
