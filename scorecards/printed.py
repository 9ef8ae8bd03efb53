"""Which figures a quarter's scorecard prints: few windows, so that few sums tie them together.

Totals: the quarter, the one before, the same one last year, the year to date, the rolling twelve months, the financial
years of the comparators and the months of the trend, or its quarters where months are mostly too small to be shown:
that is a setting, so that nobody can tell a count from it. Breakdowns: the quarter and the rolling twelve months, never a
month, where most counts are small.
"""

from collections.abc import Iterable

import polars

from scorecards.audience import Audience
from scorecards.disclosure.release import Wanted, emptied
from scorecards.indicator import Indicator
from scorecards.indicator_page import trend_of
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
    by_quarter = [each.ref for each in seen if audience.step_of(each.ref) == "quarter"]
    in_trend = (
        polars.when(polars.col("indicator").is_in(by_quarter))
        .then(polars.col("period_id").is_in([each.period_id for each in trend_of(quarter, "quarter")]))
        .otherwise(polars.col("period_id").is_in([each.period_id for each in trend_of(quarter, "month")]))
    )
    is_total = (polars.col("breakdown") == "") & (in_trend | polars.col("period_id").is_in(_totals(quarter)))
    is_part = (polars.col("breakdown") != "") & polars.col("period_id").is_in(
        [quarter.period_id, quarter.rolling_12_id]
    )
    shown = Values.from_frame(values.filter(mine & (is_total | is_part)))
    if not audience.tier.shows_one_person:
        of_one = {each.ref for each in seen if each.of_one}
        shown = Values.of(
            emptied(row) if row.indicator in of_one and row.value is not None else row for row in shown.rows
        )
    of_nobody = frozenset(each.ref for each in seen if not each.counts_people)
    return Wanted(audience=audience.name, tier=audience.tier, values=shown, of_nobody=of_nobody)


def _totals(quarter: Quarter) -> list[str]:
    """The periods whose totals are printed beside the trend."""
    others = (quarter.previous, quarter.year_before)
    return [
        quarter.period_id,
        quarter.year_to_date_id,
        quarter.rolling_12_id,
        quarter.year_id,
        *(other.period_id for other in others),
        *(other.year_id for other in others),
    ]
