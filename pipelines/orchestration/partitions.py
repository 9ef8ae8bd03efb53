"""Months and quarters as Dagster's partitions."""

import dagster as dg

from pipelines.settings import settings

_first = settings().reported_from

extract_month = dg.MonthlyPartitionsDefinition(start_date=str(_first), fmt="%Y-%m", timezone="Europe/London")
"""The month that a file's data run to, written `2023-03`."""

quarter_start = dg.TimeWindowPartitionsDefinition(
    start=str(_first.plus(-((_first.number - 1) % 3))),
    fmt="%Y-%m",
    cron_schedule="0 0 1 1,4,7,10 *",
    timezone="Europe/London",
)
"""The quarter of a publication, written as its first month: `2023-01` is quarter 4 of 2022-23."""
