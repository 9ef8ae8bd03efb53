"""An indicator over time: the region's own trend, made as any scorecard's is, and each authority's figures beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scorecards.figure import Figure, figure
from scorecards.indicator import Indicator
from scorecards.indicator_page import IndicatorPage, indicator_page, trend_of
from scorecards.period import Month, Quarter
from scorecards.region.counted import NOT_SUMMED, PARTIAL, Counted
from scorecards.spc.rebase import AUTHORITIES, Rebase
from scorecards.spc.rebases import RebaseRow
from scorecards.value import NOT_APPLICABLE, OK, Value, Values

STATES = {PARTIAL: OK, NOT_SUMMED: NOT_APPLICABLE}
"""States that only a region has, as a trend shows them: a sum of fewer authorities is drawn, with a break where they change."""


@dataclass(frozen=True, kw_only=True)
class TrendLine:
    """One month, or one quarter, of an indicator: the region's figure, and the authorities' in the order of the places."""

    period: Month | Quarter
    region: Figure
    authorities: tuple[Figure, ...]


def region_page_of(
    indicator: Indicator, quarter: Quarter, shown: Sequence[Counted], step: str
) -> IndicatorPage:
    """The region's trend and its quarter by category, from what is shown of its figures of the indicator."""
    values = Values.of(
        replace(each.value, state=STATES.get(each.value.state, each.value.state)) for each in shown
    )
    return indicator_page(
        indicator, quarter, values, [], [], (), _breaks(indicator, quarter, shown, step), step=step
    )


def _breaks(indicator: Indicator, quarter: Quarter, shown: Iterable[Counted], step: str) -> list[RebaseRow]:
    """Where the sum begins to be of other authorities: nobody may take that for a change of the children."""
    by_period = {each.value.period_id: each for each in shown if each.value.is_total and each.counted}
    told = [
        (period, by_period[period.period_id])
        for period in trend_of(quarter, step)
        if period.period_id in by_period
    ]
    return [
        RebaseRow(
            indicator=indicator.ref,
            rebase=Rebase(on=period.first_day, reason="the sum is of other authorities", kind=AUTHORITIES),
        )
        for (_, before), (period, after) in pairwise(told)
        if before.counted != after.counted
    ]


def trend_lines(
    page: IndicatorPage, places: Sequence[str], authorities: Mapping[str, Values]
) -> tuple[TrendLine, ...]:
    """The trend of the page with the figures of every authority, by code in the order of `places`."""

    def of(code: str, period_id: str) -> Value | None:
        return authorities[code].total(page.ref, period_id) if code in authorities else None

    return tuple(
        TrendLine(
            period=line.month,
            region=line.figure,
            authorities=tuple(figure(of(code, line.month.period_id)) for code in places),
        )
        for line in page.months
    )
