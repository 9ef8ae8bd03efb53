"""What a region's board reads of a quarter: the region's figures and every authority among the others, before any layout.

It is made of what was released and of nothing else: the authorities' figures as their own scorecards show them, and the
region's as far as they give nothing away. Points, limits, ranks, medians and the best are of shown figures alone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from scorecards.figure import Figure
from scorecards.indicator import Indicator
from scorecards.period import Quarter
from scorecards.provenance import Provenance
from scorecards.region.counted import Counted
from scorecards.region.funnel import BEYOND_998
from scorecards.region.indicator import RegionIndicator, region_indicator
from scorecards.region.view import AuthorityLine, Place, plain
from scorecards.value import Value, Values

MARKING = "OFFICIAL-SENSITIVE"
READERS = "For members of the regional board."


@dataclass(frozen=True, kw_only=True)
class Outlier:
    """An authority beyond a 99.8% limit in the quarter."""

    indicator: RegionIndicator
    line: AuthorityLine

    @property
    def together(self) -> Figure:
        """The middle line of the funnel."""
        made = self.indicator.quarter.funnel
        return plain(made.middle_value if made else None, self.indicator.unit)


@dataclass(frozen=True, kw_only=True)
class RegionScorecard:
    """A region's quarter; `values` is what it shows of the region, row by row."""

    region: str
    quarter: Quarter
    provenance: Provenance
    places: tuple[Place, ...]
    indicators: tuple[RegionIndicator, ...]
    values: tuple[Value, ...]

    @property
    def title(self) -> str:
        return f"{self.region} scorecard"

    @property
    def marking(self) -> str:
        return f"{MARKING}. {READERS}"

    @cached_property
    def sections(self) -> list[tuple[str, list[RegionIndicator]]]:
        return [
            (name, list(found))
            for name, found in groupby(self.indicators, key=lambda each: each.page.section)
        ]

    @cached_property
    def outliers(self) -> list[Outlier]:
        """Whoever lies beyond a 99.8% limit in the quarter: worse first, then what has no direction, then better."""
        found = [
            Outlier(indicator=each, line=line)
            for each in self.indicators
            for line in each.quarter.beyond(BEYOND_998)
        ]
        return sorted(found, key=lambda each: ("worse", "", "better").index(each.line.way))

    @property
    def compared(self) -> int:
        """How many figures were held against limits."""
        return sum(line.place is not None for each in self.indicators for line in each.quarter.lines)

    @property
    def absent(self) -> list[Place]:
        """The authorities without any figures."""
        return [each for each in self.places if each.absent]


def region_scorecard(
    *,
    region: str,
    quarter: Quarter,
    indicators: Iterable[Indicator],
    places: Iterable[Place],
    authorities: Mapping[str, Values],
    shown: Iterable[Counted],
    provenance: Provenance,
    by_quarter: Collection[str] = (),
) -> RegionScorecard:
    """The region's quarter from the authorities' released figures by code and what is shown of the region's; the trends of
    the indicators `by_quarter` are of quarters."""
    every = tuple(sorted(places, key=lambda each: each.name))
    of: dict[str, list[Counted]] = {}
    for each in shown:
        of.setdefault(each.value.indicator, []).append(each)
    return RegionScorecard(
        region=region,
        quarter=quarter,
        provenance=provenance,
        places=every,
        indicators=tuple(
            region_indicator(
                each,
                quarter,
                every,
                authorities,
                of.get(each.ref, []),
                "quarter" if each.ref in by_quarter else "month",
            )
            for each in indicators
        ),
        values=Values.of(each.value for found in of.values() for each in found).rows,
    )
