"""One indicator over a region: its windows, its trend, its categories, and each authority among the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scorecards.figure import NOT_APPLIED, Figure, absent, count_figure
from scorecards.indicator import Indicator
from scorecards.indicator_page import IndicatorPage
from scorecards.period import Quarter
from scorecards.region.counted import NOT_SUMMED, Counted
from scorecards.region.printed import windows
from scorecards.region.trend import TrendLine, region_page_of, trend_lines
from scorecards.region.view import Place, View, view_of
from scorecards.value import Values

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


def region_indicator(
    indicator: Indicator,
    quarter: Quarter,
    places: tuple[Place, ...],
    authorities: Mapping[str, Values],
    shown: Sequence[Counted],
    step: str,
) -> RegionIndicator:
    """The indicator from the authorities' released figures by code and what is shown of the region's."""
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
