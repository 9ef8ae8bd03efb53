"""The four patterns that chance alone rarely makes, over one unbroken run of points of one phase."""

from dataclasses import dataclass
from itertools import pairwise

from scorecards.spc.result import OUTSIDE, SHIFT, TREND, TWO_IN_THREE
from scorecards.spc.rules import BEYOND_TWO_SIGMA, SpcRules


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A value and the lines that hold on its date."""

    value: float
    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float

    @property
    def side(self) -> int:
        return (self.value > self.mean) - (self.value < self.mean)

    @property
    def is_outside(self) -> bool:
        return self.value > self.upper or self.value < self.lower

    @property
    def is_beyond_near(self) -> bool:
        return self.value > self.near_upper or self.value < self.near_lower


@dataclass(frozen=True, kw_only=True)
class Signalled:
    """The rules that one point meets, in the order in which they decide, each with its direction: 1 up, -1 down."""

    directions: dict[str, int]
    rises: bool | None


def signals(run: list[Measured], rules: SpcRules) -> list[Signalled]:
    """What each point of an unbroken run meets. Every point of a shift or a trend meets it, not only the last."""
    sides = [point.side for point in run]
    steps = [(after.value > before.value) - (after.value < before.value) for before, after in pairwise(run)]
    shifts = _windows(sides, rules.shift)
    trends = _windows(steps, rules.trend - 1, reach=rules.trend)
    counts_towards = [
        point.is_beyond_near and (rules.two_in_three == BEYOND_TWO_SIGMA or not point.is_outside)
        for point in run
    ]
    pairs = _two_in_three(sides, counts_towards)
    found = []
    for place, point in enumerate(run):
        rising = _direction(place, steps, trends) if trends[place] else 0
        met = {
            OUTSIDE: point.side if point.is_outside else 0,
            TREND: rising,
            TWO_IN_THREE: point.side if pairs[place] else 0,
            SHIFT: point.side if shifts[place] else 0,
        }
        directions = {name: direction for name, direction in met.items() if direction}
        found.append(Signalled(directions=directions, rises=rising > 0 if rising else None))
    return found


def _windows(signs: list[int], length: int, reach: int | None = None) -> list[bool]:
    """Which points lie in a window of so many equal signs, none of them nought.

    Steps lie between points: a window of six of them reaches over seven points.
    """
    reach = reach or length
    inside = [False] * (len(signs) + reach - length)
    for start in range(len(signs) - length + 1):
        window = signs[start : start + length]
        if window[0] and all(sign == window[0] for sign in window):
            inside[start : start + reach] = [True] * reach
    return inside


def _direction(place: int, steps: list[int], trends: list[bool]) -> int:
    """A point of a trend goes the way of the step after it where the next is in a trend too, else of the step before.

    A level step counts as down: that is how the R package has it.
    """
    has_next = place + 1 < len(trends) and trends[place + 1]
    step = steps[place] if has_next else steps[place - 1]
    return 1 if step == 1 else -1


def _two_in_three(sides: list[int], counts_towards: list[bool]) -> list[bool]:
    """The points that count, in a window of three all on one side of which two or more count."""
    inside = [False] * len(sides)
    for start in range(len(sides) - 2):
        window = range(start, start + 3)
        if abs(sum(sides[place] for place in window)) == 3 and sum(counts_towards[p] for p in window) >= 2:
            for place in window:
                inside[place] = inside[place] or counts_towards[place]
    return inside
