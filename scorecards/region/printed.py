"""Which of the region's figures are printed: its windows, the months of its trend, and the quarter by category."""

from collections.abc import Collection

import polars

from scorecards.indicator_page import trend_of
from scorecards.period import Quarter

OF_ONE_AUTHORITY = (
    "contract", "course", "provider", "report", "source_label", "team_group", "team_name", "ward",
)  # fmt: skip
"""Breakdowns whose categories are one authority's own: nothing of a region is by them."""


WINDOWS = ("This quarter", "Previous quarter", "Same quarter last year", "Year to date", "Rolling 12 months")


def windows(quarter: Quarter) -> dict[str, str]:
    """The period id of each of the windows."""
    quarters = (quarter, quarter.previous, quarter.year_before)
    ids = (*(each.period_id for each in quarters), quarter.year_to_date_id, quarter.rolling_12_id)
    return dict(zip(WINDOWS, ids, strict=True))


def is_printed(quarter: Quarter, by_quarter: Collection[str]) -> polars.Expr:
    """Whether a row of the region's figures is printed; the trends of `by_quarter` are of quarters, all others of months."""
    column = polars.col
    trends = {step: [each.period_id for each in trend_of(quarter, step)] for step in ("month", "quarter")}
    in_trend = (
        polars.when(column("indicator").is_in(sorted(by_quarter)))
        .then(column("period_id").is_in(trends["quarter"]))
        .otherwise(column("period_id").is_in(trends["month"]))
    )
    in_window = column("period_id").is_in(list(windows(quarter).values()))
    is_part = ~column("breakdown").is_in(["", *OF_ONE_AUTHORITY]) & (column("period_id") == quarter.period_id)
    return is_part | ((column("breakdown") == "") & (in_window | in_trend))
