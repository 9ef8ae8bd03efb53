"""What a region's board reads of a quarter: the region's figures and every authority among the others, before any layout.

It is made of what was released and of nothing else: the authorities' figures as their own scorecards show them, and the
region's as far as they give nothing away. Points, limits, ranks, medians and the best are of shown figures alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from scorecards.figure import NOT_APPLIED, Figure, absent, count_figure
from scorecards.indicator import Indicator
from scorecards.indicator_page import IndicatorPage
from scorecards.period import Quarter
from scorecards.provenance import Provenance
from scorecards.region.counted import NOT_SUMMED, Counted
from scorecards.region.funnel import BEYOND_998
from scorecards.region.printed import windows
from scorecards.region.trend import TrendLine, region_page_of, trend_lines
from scorecards.region.view import AuthorityLine, Place, View, plain, view_of
from scorecards.value import Value, Values

MARKING = "OFFICIAL-SENSITIVE"
READERS = "For members of the regional board."
WHY_NOT_SUMMED = {
    True: "Not summed: a region's median or highest cannot be made of its authorities'.",
    False: "Not summed: the authorities' figures are of different months.",
}


@dataclass(frozen=True, kw_only=True)
class RegionIndicator:
    """One indicator over the region; `page` is its trend, its categories and what it means."""

    page: IndicatorPage
    is_summed: bool
    windows: Mapping[str, Counted | None]
    views: tuple[View, ...]
    trend: tuple[TrendLine, ...]
    authorities: int

    @property
    def ref(self) -> str:
        return self.page.ref

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def unit(self) -> str:
        return self.page.unit

    @property
    def unit_words(self) -> str:
        return self.page.unit_words

    @property
    def quarter(self) -> View:
        """The quarter's view; the other is that of the year to date."""
        return self.views[0]

    def shown(self, window: str) -> Figure:
        """The region's figure of `This quarter`, `Previous quarter` and so on."""
        found = self.windows[window]
        return found.figure if found else absent()

    def part(self, side: str) -> Figure:
        """The region's numerator or denominator of the quarter."""
        found = self.windows["This quarter"]
        if found is None or found.value.state == NOT_SUMMED:
            return absent(NOT_APPLIED) if found else absent()
        return count_figure(getattr(found.value, side), found.value)

    @property
    def coverage(self) -> str:
        """`10 of 10 authorities`, `9 of 10 authorities`, or why there is no sum."""
        found = self.windows["This quarter"]
        if found is not None and found.value.state == NOT_SUMMED:
            return WHY_NOT_SUMMED[not self.is_summed]
        return f"{len(found.counted) if found else 0} of {self.authorities} authorities"

    @property
    def is_partial(self) -> bool:
        """Whether some authority is not in the quarter's sum."""
        found = self.windows["This quarter"]
        return found is not None and len(found.counted) < self.authorities and self.is_summed


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
            _indicator(
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


def _indicator(
    indicator: Indicator,
    quarter: Quarter,
    places: tuple[Place, ...],
    authorities: Mapping[str, Values],
    shown: Sequence[Counted],
    step: str,
) -> RegionIndicator:
    asked = windows(quarter)
    totals = {each.value.period_id: each for each in shown if each.value.is_total}
    page = region_page_of(indicator, quarter, shown, step)
    return RegionIndicator(
        page=page,
        is_summed=indicator.is_summed,
        windows={name: totals.get(period_id) for name, period_id in asked.items()},
        views=tuple(
            view_of(indicator, name, asked[name], months, places, authorities)
            for name, months in (
                ("This quarter", quarter.months_name),
                ("Year to date", f"the year to {quarter.last_month.name}"),
            )
        ),
        trend=trend_lines(page, [each.code for each in places], authorities),
        authorities=len(places),
    )
