"""How many events a month an agency records: the published totals, or the usual level give or take."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from random import Random

from sources.synthetic.calibration import shared_out
from sources.synthetic.figures import Figures
from sources.synthetic.moments import financial_year
from sources.synthetic.month import month_of


@dataclass(frozen=True, kw_only=True)
class Volumes:
    """The volumes of one authority over the reported months."""

    figures: Figures
    rng: Random
    months: list[date]

    def years(self) -> dict[str, list[date]]:
        """The reported months by financial year."""
        return {year: list(months) for year, months in groupby(self.months, key=financial_year)}

    def published(self, measure: str, year: str, category: str = "") -> int | None:
        """The published figure of a year that is reported whole."""
        return self.figures.get(measure, year, category) if len(self.years()[year]) == 12 else None

    def total(self, measure: str, year: str, usual: int, category: str = "") -> int:
        """The year's published total, or about the usual yearly number for the months reported."""
        published = self.published(measure, year, category)
        if published is not None:
            return published
        return max(1, round(usual * self.rng.uniform(0.85, 1.1) * len(self.years()[year]) / 12))

    def by_month(self, measure: str, usual: int, category: str = "") -> dict[date, int]:
        """The number of events of each reported month; a month with a published number has that number."""
        numbers: dict[date, int] = {}
        for year, months in self.years().items():
            total = self.total(measure, year, usual, category)
            pinned = {month: self.figures.get(measure, month_of(month), category) for month in months}
            known = {month: number for month, number in pinned.items() if number is not None}
            free = [month for month in months if month not in known]
            weights = [self.rng.uniform(0.85, 1.15) for _ in free]
            rest = max(0, total - sum(known.values()))
            numbers |= known | dict(zip(free, shared_out(rest, weights), strict=True))
        return {month: numbers[month] for month in self.months}
