"""Mean and limits of one phase of an XmR chart: from the values alone, never from their denominators."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scorecards.spc.rules import SpcRules


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The lines on one date. With one value there is a mean and nothing to measure spread by: limits are None."""

    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None


def around(centre: float, spread: float | None, rules: SpcRules) -> Lines:
    """The lines so many mean moving ranges from the centre, and those two thirds of the way."""
    if spread is None:
        return Lines(mean=centre)
    reach, near = rules.sigmas * spread, 2 * (rules.sigmas / 3) * spread
    return Lines(
        mean=centre,
        lower=centre - reach,
        upper=centre + reach,
        near_lower=centre - near,
        near_upper=centre + near,
    )


def xmr_lines(values: Sequence[float | None], rules: SpcRules) -> list[Lines]:
    """The lines of every date of a phase, set by its baseline; none where it has too few values."""
    baseline = values[: rules.baseline]
    present = [value for value in baseline if value is not None]
    if not present or sum(value is not None for value in values) < rules.limits_from:
        return [Lines()] * len(values)
    return [around(mean(present), mean_moving_range(baseline, rules), rules)] * len(values)


def mean(numbers: Sequence[float]) -> float:
    """The mean, so exact that a value which lies on it is seen to lie on it.

    As R does it: the mean of the numbers, then the mean of what they differ from it added. Without the second step one
    series in five that has a value on its mean puts it above or below.
    """
    first = math.fsum(numbers) / len(numbers)
    return first + math.fsum([*numbers, *[-first] * len(numbers)]) / len(numbers)


def mean_moving_range(values: Sequence[float | None], rules: SpcRules) -> float | None:
    """The mean step from one value to the next, without the outlying ones where the rules screen them once.

    A gap breaks it. A constant series has no spread: its limits are its mean, and every range is kept.
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
