"""How a year's events spread over its months: with the terms of schools, and never the same twice.

The year's total stays what it is; only its months differ. The shape of the year is ours: front doors hear from schools
most before the summer and in November, and least in August and at Christmas. Beside it each month has its own luck.
"""

from functools import cache
from random import Random

from sources.synthetic.calibration import shared_out
from sources.synthetic.month import financial_year, year_months

REFERRALS = {
    "04": 0.93, "05": 1.03, "06": 1.08, "07": 1.06, "08": 0.83, "09": 0.94,
    "10": 1.04, "11": 1.13, "12": 0.90, "01": 1.01, "02": 0.95, "03": 1.10,
}  # fmt: skip
CONFERENCES = {
    "04": 0.94, "05": 1.00, "06": 1.06, "07": 1.09, "08": 0.90, "09": 0.89,
    "10": 1.01, "11": 1.09, "12": 0.93, "01": 1.00, "02": 1.01, "03": 1.08,
}  # fmt: skip
LUCK = {"referrals": 0.055, "second referrals": 0.08, "no further action": 0.2, "plans": 0.12}
"""How far a month strays from the shape of the year, as a standard deviation over its mean."""
FURTHEST = 2.2
"""Standard deviations beyond which no month strays: the closing numbers of every month must stay within reach."""


class Seasons:
    """The months of one authority's years. The same seed gives the same months, whatever else is made."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self.share = cache(self._share)

    def _share(self, measure: str, total: int, month: str) -> int:
        """The part of a year's whole number that falls in one of its months."""
        shape = CONFERENCES if measure == "plans" else REFERRALS
        year = financial_year(month)
        luck = Random(f"{self._seed}:{measure}:{year}")
        spread = LUCK[measure]
        weights = [
            shape[each[5:]] * (1 + spread * max(-FURTHEST, min(FURTHEST, luck.gauss(0, 1))))
            for each in year_months(year)
        ]
        return shared_out(total, weights)[year_months(year).index(month)]
