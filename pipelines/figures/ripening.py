"""Which figures are provisional: those of which much is still being recorded.

It is measured, not guessed. A figure's period is moved back by three months, and so is the day to which the data run:
of the events that are known to have happened then, so many were recorded after that day. Where that share is above the
setting `provisional_share` for any table of events that an indicator counts from, its figure for the period is
provisional. A snapshot holds what began long before it, so it is judged by the twelve months that end with it.
"""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from pipelines.builds import SQL
from pipelines.database import database, frame, quoted
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator
from scorecards.period import Month

RECORDED = "recorded_on"
YEAR = "rolling_12"
MONTHS_BACK = 3
"""Far enough back for late recording to have come in, near enough to be how recording goes now."""


def event_tables() -> dict[str, str]:
    """The day on which it happened, by core table of events whose recording is known: the first day of its row."""
    return {
        table.name: next(name for name in table.columns if name.endswith("_on"))
        for table in core_tables(SQL)
        if RECORDED in table.columns
    }


def provisional(build: Path, indicators: Iterable[Indicator], authority: str) -> pl.DataFrame:
    """The `indicator` and `period_id` of every provisional figure of a build, sorted."""
    days, last = event_tables(), Month.parse(build.parent.name).last_day
    with database(build, read_only=True) as connection:
        parts = [
            f"select {quoted(table)} as table_name, event.{day} as happened_on, event.{RECORDED} as recorded_on "
            f"from {table} as event where event.{RECORDED} is not null and event.authority = {quoted(authority)}"
            for table, day in days.items()
        ]
        unripe = frame(
            connection,
            f"""
            with event as ({" union all ".join(parts)}),
            earlier as (
                select period.period_id, period.window_name,
                    period.start_date - interval {MONTHS_BACK} month as start_date,
                    last_day(period.end_date - interval {MONTHS_BACK} month) as end_date
                from reference.period as period
                where period.end_date <= date {quoted(str(last))}
            ),
            late as (
                select event.table_name, earlier.period_id, earlier.window_name, earlier.end_date,
                    count(*) as events,
                    count(*) filter (
                        where event.recorded_on > last_day(date {quoted(str(last))} - interval {MONTHS_BACK} month)
                    ) as to_come
                from earlier
                join event on event.happened_on between earlier.start_date and earlier.end_date
                group by event.table_name, earlier.period_id, earlier.window_name, earlier.end_date
            )
            select late.table_name, late.period_id, late.window_name, late.end_date
            from late
            join reference.setting as setting
              on setting.authority = {quoted(authority)} and setting.name = 'provisional_share'
            where 100 * late.to_come > cast(setting.value as double) * late.events
            order by late.table_name, late.period_id""",
        )
        periods = frame(
            connection,
            f"select period_id, last_day(end_date - interval {MONTHS_BACK} month) as end_date from reference.period",
        )
    read = [
        (each.ref, table, each.kind == "snapshot")
        for each in indicators
        for table in each.tables
        if table in days
    ]
    uses = pl.DataFrame(read, schema=["indicator", "table_name", "is_snapshot"], orient="row")
    flows = uses.filter(~pl.col("is_snapshot")).join(unripe, on="table_name")
    ends = unripe.filter(pl.col("window_name") == YEAR).select("table_name", "end_date")
    snapshots = uses.filter("is_snapshot").join(ends, on="table_name").join(periods, on="end_date")
    named = ["indicator", "period_id"]
    return pl.concat([flows.select(named), snapshots.select(named)]).unique().sort(named)
