"""How a cost grows: a straight line through what was measured, and the slope of its logarithms."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

Points = Sequence[tuple[float, float]]
"""Sizes and costs."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """cost = fixed + each * size."""

    fixed: float
    each: float

    def at(self, size: float) -> float:
        """The cost of a size."""
        return self.fixed + self.each * size

    def reach(self, cost: float) -> float:
        """The size that a cost allows."""
        return (cost - self.fixed) / self.each if self.each > 0 else float("inf")


def line(points: Points) -> Line:
    """The least squares line, each point's error taken in proportion to its cost, so that small sizes count as much as
    large ones. One point gives a line through nothing at nothing."""
    if len(points) == 1:
        ((size, cost),) = points
        return Line(fixed=0.0, each=cost / size)
    weights = [1 / cost**2 for _, cost in points]
    whole = sum(weights)
    mean = sum(w * x for w, (x, _) in zip(weights, points, strict=True)) / whole
    level = sum(w * y for w, (_, y) in zip(weights, points, strict=True)) / whole
    spread = sum(w * (x - mean) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    together = sum(w * (x - mean) * (y - level) for w, (x, y) in zip(weights, points, strict=True))
    each = together / spread
    return Line(fixed=level - each * mean, each=each)


def slope(points: Points) -> float:
    """The exponent of growth: 1 where twice the size costs twice as much."""
    logs = [(log(size), log(cost)) for size, cost in points]
    mean = sum(x for x, _ in logs) / len(logs)
    level = sum(y for _, y in logs) / len(logs)
    return sum((x - mean) * (y - level) for x, y in logs) / sum((x - mean) ** 2 for x, _ in logs)


def doublings(points: Points) -> list[tuple[float, float, float]]:
    """For each step from one size to the next: both sizes, and what twice the size would cost of once, as the step's own
    exponent has it."""
    return [
        (small, large, exp(log(2) * log(dear / cheap) / log(large / small)))
        for (small, cheap), (large, dear) in pairwise(points)
    ]
