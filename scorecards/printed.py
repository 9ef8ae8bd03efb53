"""Which figures a quarter's scorecard prints: few windows, so that few sums tie them together.

Totals: the quarter, the one before, the same one last year, the year to date, the rolling twelve months, the financial
years of the comparators and the months of the trend. Breakdowns: the quarter and the rolling twelve months, never a
month, where most counts are small.
"""

from collections.abc import Iterable

import polars

from scorecards.audience import Audience
from scorecards.disclosure.release import Wanted
from scorecards.indicator import Indicator
from scorecards.indicator_page import TREND_MONTHS
from scorecards.period import Quarter
from scorecards.value import Values


def printed(
    *,
    audience: Audience,
    quarter: Quarter,
    indicators: Iterable[Indicator],
    values: polars.DataFrame,
    authority: str,
) -> Wanted:
    """What the audience would be shown of a build's values if nothing were withheld."""
    seen = [each for each in indicators if audience.sees(each)]
    refs = [each.ref for each in seen]
    mine = (polars.col("authority") == authority) & polars.col("indicator").is_in(refs)
    is_total = (polars.col("breakdown") == "") & polars.col("period_id").is_in(_totals(quarter))
    is_part = (polars.col("breakdown") != "") & polars.col("period_id").is_in(
        [quarter.period_id, quarter.rolling_12_id]
    )
    shown = Values.from_frame(values.filter(mine & (is_total | is_part)))
    of_nobody = frozenset(each.ref for each in seen if not each.counts_people)
    return Wanted(audience=audience.name, tier=audience.tier, values=shown, of_nobody=of_nobody)


def _totals(quarter: Quarter) -> list[str]:
    """The periods whose totals are printed."""
    months = quarter.last_month.plus(1 - TREND_MONTHS).until(quarter.last_month)
    others = (quarter.previous, quarter.year_before)
    return [
        quarter.period_id,
        quarter.year_to_date_id,
        quarter.rolling_12_id,
        quarter.year_id,
        *(month.period_id for month in months),
        *(other.period_id for other in others),
        *(other.year_id for other in others),
    ]
