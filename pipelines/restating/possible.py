"""Which changed rows may account for a figure, where its query cannot tell which it counted otherwise: those that the
lineage of columns says can touch it, of its window where any of them names a day in it, else those that name no day
after it."""

from dataclasses import dataclass

import polars as pl

from pipelines.database import database, frame, lent


@dataclass(frozen=True, kw_only=True)
class Possible:
    """`counts`: indicator, period_id, cause and its number of rows; `rows`: the number of a changed row, and an indicator
    that it may be behind."""

    counts: pl.DataFrame
    rows: pl.DataFrame


def possible(asked: pl.DataFrame, changed: pl.DataFrame) -> Possible:
    """The rows that may be behind figures: `asked` has their indicator, kind, period_id, period_start and period_end,
    `changed` are CHANGES. Rows that name the same days are weighed together, so that work and memory follow the number of
    days and not that of rows times figures."""
    with (
        database() as connection,
        lent(connection, "asked", asked),
        lent(connection, "changed", changed.select("row", "cause", "days", "indicators")),
    ):
        connection.execute(_ALIKE)
        connection.execute(_PAIRED)
        return Possible(counts=frame(connection, _COUNTS), rows=frame(connection, _ROWS))


_ALIKE = """
create temp table alike as
select row_number() over (order by every.indicator, every.cause, every.days) as number,
    every.indicator, every.cause, every.days, list(every.row order by every.row) as members
from (select unnest(changed.indicators) as indicator, changed.cause, changed.days, changed.row from changed) as every
group by every.indicator, every.cause, every.days"""
_PAIRED = """
create temp table paired as
with near as (
    select asked.indicator, asked.period_id, alike.number, alike.cause, len(alike.members) as rows,
        asked.kind = 'flow' and len(list_filter(
            alike.days, lambda day: day between asked.period_start and asked.period_end
        )) > 0 as is_inside
    from asked
    join alike on alike.indicator = asked.indicator
     and (len(alike.days) = 0 or alike.days[1] <= asked.period_end)
)
select near.* from near
qualify near.is_inside or not bool_or(near.is_inside) over (partition by near.indicator, near.period_id)"""
_COUNTS = """
select paired.indicator, paired.period_id, paired.cause, cast(sum(paired.rows) as bigint) as rows
from paired
group by paired.indicator, paired.period_id, paired.cause
order by all"""
_ROWS = """
select unnest(alike.members) as row, alike.indicator
from alike
where alike.number in (select paired.number from paired)
order by all"""
