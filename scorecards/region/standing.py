"""Where an authority stands among all authorities of a run: rank, quarter of the ranking, mean, median and the best.

Only what is shown is ranked: a withheld, impossible or missing figure has no place, and nobody's place tells of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, median

COMPARABLE = ("%", "per 10,000", "children per FTE", "hours", "days")
"""The units in which authorities of different sizes can be compared; counts are larger where there are more children."""
FEWEST_FOR_QUARTERS = 8
HIGHER, LOWER = "higher", "lower"
QUARTERS = ("first", "second", "third", "last")


@dataclass(frozen=True)
class Standing:
    """The shown figures of one indicator and window by authority's code, as they are printed, so that those that read
    alike share a place; `better` is the direction of good."""

    figures: Mapping[str, float]
    better: str

    @property
    def number(self) -> int:
        """How many are ranked."""
        return len(self.figures)

    @property
    def has_direction(self) -> bool:
        """Whether high or low is good."""
        return self.better in (HIGHER, LOWER)

    @property
    def mean(self) -> float | None:
        """The mean of the authorities' figures, each counted once: not the region's figure."""
        return fmean(self.figures.values()) if self.figures else None

    @property
    def median(self) -> float | None:
        """The figure in the middle."""
        return median(self.figures.values()) if self.figures else None

    def rank(self, code: str) -> int | None:
        """1 for the best, or for the highest where no direction is good; equal figures share a place."""
        if code not in self.figures:
            return None
        mine, sign = self.figures[code], -1 if self.better == LOWER else 1
        return 1 + sum(sign * other > sign * mine for other in self.figures.values())

    @property
    def order_words(self) -> str:
        """Which end the ranking begins at: `best first` or `highest first`."""
        return "best first" if self.has_direction else "highest first"

    def rank_words(self, code: str) -> str:
        """`2nd of 9`, `equal 2nd of 9` where the place is shared, or nothing."""
        place = self.rank(code)
        if place is None or self.number < 2:
            return ""
        shared = "equal " if sum(each == self.figures[code] for each in self.figures.values()) > 1 else ""
        return f"{shared}{_ordinal(place)} of {self.number}"

    def quarter_words(self, code: str) -> str:
        """Which quarter of the ranking the authority is in; nothing where there are too few to part."""
        place = self.rank(code)
        if place is None or self.number < FEWEST_FOR_QUARTERS:
            return ""
        return QUARTERS[min(3, 4 * (place - 1) // self.number)]

    def best(self, but: str = "") -> tuple[tuple[str, ...], float] | None:
        """The codes of whoever does best, but for one authority, and their figure; None without a direction of good."""
        others = {code: each for code, each in self.figures.items() if code != but}
        if not others or not self.has_direction:
            return None
        figure = max(others.values()) if self.better == HIGHER else min(others.values())
        return tuple(sorted(code for code, each in others.items() if each == figure)), figure


def _ordinal(place: int) -> str:
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
