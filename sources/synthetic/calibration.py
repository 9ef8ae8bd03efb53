"""The published figures that the made-up lives add up to, read from `calibration.csv`.

A month or year outside the calibrated ones repeats the nearest calibrated year.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sources.synthetic.month import month_plus, months_between


class NotCalibratedError(LookupError):
    """A figure was asked for that `calibration.csv` does not hold."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Figures by measure, category and period (`2023-03` or `2022-23`)."""

    figures: dict[tuple[str, str], dict[str, float]]

    def periods(self, measure: str, category: str = "") -> dict[str, float]:
        """The figures of one measure and category by period, in order of period."""
        found = self.figures.get((measure, category))
        if not found:
            raise NotCalibratedError(f"expected a figure for {measure} {category}".rstrip() + ", found none")
        return found

    def categories(self, measure: str, year: str) -> dict[str, float]:
        """The figures of one measure by category in the nearest calibrated year, in the order of the file."""
        found = {category: by for (name, category), by in self.figures.items() if name == measure}
        if not found:
            raise NotCalibratedError(f"expected figures for {measure}, found none")
        period = _nearest(year, sorted({period for by in found.values() for period in by}))
        return {category: by[period] for category, by in found.items() if period in by}

    def in_year(self, measure: str, year: str, category: str = "") -> float:
        """The figure of a financial year, or of the nearest one that has it."""
        figures = self.periods(measure, category)
        return figures[_nearest(year, list(figures))]

    def in_month(self, measure: str, month: str, category: str = "") -> float:
        """The figure of a month, or of the same month in the nearest calibrated year."""
        figures = self.periods(measure, category)
        while month not in figures:
            month = month_plus(month, 12 if month < min(figures) else -12)
        return figures[month]

    def between(self, measure: str, month: str, category: str = "") -> float:
        """The figure of a month on the straight line between the months that have one, level outside them."""
        figures = self.periods(measure, category)
        before = [known for known in figures if known <= month]
        after = [known for known in figures if known >= month]
        if not before or not after:
            return figures[after[0] if after else before[-1]]
        start, end = before[-1], after[0]
        if start == end:
            return figures[start]
        share = months_between(start, month) / months_between(start, end)
        return figures[start] + share * (figures[end] - figures[start])


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The figures of `calibration.csv`."""
    figures: dict[tuple[str, str], dict[str, float]] = {}
    with Path(__file__).with_name("calibration.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            figures.setdefault((row["measure"], row["category"]), {})[row["period"]] = float(row["value"])
    return Calibration(figures={key: dict(sorted(by.items())) for key, by in figures.items()})


def shared_out(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in the proportions of the weights that add up to the total (largest remainder)."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def shared_out_as_printed(total: int, weights: list[float]) -> list[int]:
    """As `shared_out`, with every share also equal to its weight's share when printed to one decimal, if it can be."""
    shares = shared_out(total, weights)
    wanted = [_printed(weight, sum(weights)) for weight in weights]
    for place, share in enumerate(shares):
        ready = [number for number in range(share + 2) if _printed(number, total) == wanted[place]]
        shares[place] = min(ready, key=lambda number: (abs(number - share), number)) if ready else share
    for _ in range(len(shares)):
        missing = total - sum(shares)
        step = 1 if missing > 0 else -1
        for place, share in enumerate(shares):
            if missing and _printed(share + step, total) == wanted[place]:
                shares[place] += step
                missing -= step
    shares[shares.index(max(shares))] += total - sum(shares)
    return shares


def _printed(part: float, whole: float) -> int:
    """A share in tenths of a percent, rounded half up."""
    return int(1000 * part / whole + 0.5) if whole else 0


def _nearest(year: str, known: list[str]) -> str:
    return min(known, key=lambda other: (abs(int(other[:4]) - int(year[:4])), other))
