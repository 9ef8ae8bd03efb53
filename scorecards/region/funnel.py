"""The funnel of an indicator: each authority's share or rate against its size, within limits of what chance explains.

The method is D. J. Spiegelhalter's, Funnel plots for comparing institutional performance, Statistics in Medicine 24
(2005), 1185-1202. The middle line is the share or rate of all plotted authorities together. Limits are those that an
authority of that size would pass by chance once in twenty times (95%) or once in five hundred (99.8%): of a share by the
binomial distribution, of a rate by the Poisson distribution, exact and interpolated between whole counts (his appendix
A.1). Where authorities differ among themselves by more than chance (over-dispersion), limits are widened by the square
root of the factor by which they do (his section 3.3), estimated from scores of which the outermost tenth at either end is
drawn in. With few authorities that factor cannot be told, and then nothing is widened.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SHARE, RATE = "%", "per 10,000"
SCALES = {SHARE: 100.0, RATE: 10_000.0}
LEVELS = (0.001, 0.025, 0.975, 0.999)
"""Of the lower 99.8%, lower 95%, upper 95% and upper 99.8% limits."""
FEWEST_AUTHORITIES = 3
FEWEST_FOR_DISPERSION = 10
DRAWN_IN = 0.1
"""The share of scores at either end that is drawn in before over-dispersion is told."""

INSIDE, BEYOND_95, BEYOND_998 = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Point:
    """One authority: `count` of `size` children, events or population, both of the same window."""

    code: str
    count: int
    size: int


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The four limits at one size, in the indicator's unit; a share's lie between 0 and 100."""

    lower_998: float
    lower_95: float
    upper_95: float
    upper_998: float


@dataclass(frozen=True)
class Funnel:
    """The points of one indicator and window, in the order of their sizes."""

    unit: str
    points: tuple[Point, ...]

    @cached_property
    def middle(self) -> float:
        """The count of all together over their size together, not yet scaled."""
        return sum(each.count for each in self.points) / sum(each.size for each in self.points)

    @property
    def middle_value(self) -> float:
        """The middle line in the indicator's unit."""
        return self.middle * SCALES[self.unit]

    @cached_property
    def dispersion(self) -> float:
        """By how much the squared scores are larger than chance makes them; 1 where that cannot be told, or where it is no
        more than two standard errors (of that many squared scores) above 1."""
        number = len(self.points)
        if number < FEWEST_FOR_DISPERSION:
            return 1.0
        scores = sorted(self._score(each) for each in self.points)
        ends = math.floor(DRAWN_IN * number)
        low, high = scores[ends], scores[number - 1 - ends]
        mean = sum(min(max(score, low), high) ** 2 for score in scores) / number
        return mean if mean > 1 + 2 * math.sqrt(2 / number) else 1.0

    @property
    def is_dispersion_told(self) -> bool:
        """Whether there are authorities enough to tell over-dispersion."""
        return len(self.points) >= FEWEST_FOR_DISPERSION

    def value(self, point: Point) -> float:
        """The authority's share or rate in the indicator's unit."""
        return point.count / point.size * SCALES[self.unit]

    def limits(self, sizes: Sequence[int]) -> list[Limits]:
        """The limits at each size."""
        import numpy

        at = numpy.asarray(sizes, dtype=float)
        found = [self._limit(at, level) for level in LEVELS]
        return [
            Limits(**dict(zip(Limits.__annotations__, map(float, row), strict=True)))
            for row in zip(*found, strict=True)
        ]

    def place(self, point: Point) -> int:
        """How far out the point lies: 0 inside, 1 or -1 beyond a 95% limit above or below, 2 or -2 beyond a 99.8% one."""
        (at,) = self.limits([point.size])
        value = self.value(point)
        # What is on a limit, but for the last digits of a computer's numbers, is inside it.
        room = 1e-9 * max(1.0, abs(value))
        if value > at.upper_95 + room:
            return BEYOND_998 if value > at.upper_998 + room else BEYOND_95
        if value < at.lower_95 - room:
            return -BEYOND_998 if value < at.lower_998 - room else -BEYOND_95
        return INSIDE

    def _score(self, point: Point) -> float:
        """How many standard errors the authority lies from the middle line."""
        spread = self.middle * (1 - self.middle) if self.unit == SHARE else self.middle
        return (point.count / point.size - self.middle) / math.sqrt(spread / point.size)

    def _limit(self, sizes: Any, level: float) -> Any:
        """The interpolated quantile of the count at each size, as a share or rate, widened for over-dispersion."""
        import numpy
        from scipy import stats

        expected = (sizes, self.middle) if self.unit == SHARE else (sizes * self.middle,)
        known = stats.binom if self.unit == SHARE else stats.poisson
        count = known.ppf(level, *expected)
        up_to, below = known.cdf(count, *expected), known.cdf(count - 1, *expected)
        exact = (count - (up_to - level) / (up_to - below)) / sizes
        wide = self.middle + math.sqrt(self.dispersion) * (exact - self.middle)
        scale = SCALES[self.unit]
        return numpy.clip(wide * scale, 0.0, scale if self.unit == SHARE else None)


def funnel(unit: str, points: Sequence[Point]) -> Funnel | None:
    """The funnel of these authorities; None where the unit has none, where fewer than three can be plotted, or where all
    or none of what is counted is so, which leaves chance nothing to explain."""
    plotted = tuple(
        sorted((each for each in points if each.size > 0), key=lambda each: (each.size, each.code))
    )
    if unit not in SCALES or len(plotted) < FEWEST_AUTHORITIES:
        return None
    count, size = sum(each.count for each in plotted), sum(each.size for each in plotted)
    is_flat = count == 0 or (unit == SHARE and count >= size)
    return None if is_flat else Funnel(unit, plotted)
