"""Which changed rows may account for a figure, where its query cannot tell which it counted otherwise: those that the
lineage of columns says can touch it, of its window where any of them names a day in it, else those that name no day
after it.

Rows that name the same days and can touch the same indicators are weighed together: work and memory follow the number of
days and windows, not that of rows times figures.
"""

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
    `changed` are CHANGES."""
    with (
        database() as connection,
        lent(connection, "asked", asked),
        lent(connection, "changed", changed.select("row", "cause", "days", "indicators")),
    ):
        for step in _STEPS:
            connection.execute(step)
        return Possible(counts=frame(connection, _COUNTS), rows=frame(connection, _ROWS))


_STEPS = (
    """
create temp table alike as
select row_number() over () as number, changed.indicators, changed.cause, changed.days, count(*) as rows
from changed group by changed.indicators, changed.cause, changed.days""",
    """
create temp table touching as
select touched.indicators, touched.indicator
from (select indicators, unnest(indicators) as indicator from (select distinct indicators from changed)) as touched
where touched.indicator in (select asked.indicator from asked)""",
    """
create temp table inside as
with span as (select distinct asked.period_id, asked.period_start, asked.period_end from asked),
named as (select alike.number, unnest(alike.days) as day from alike),
met as (
    select distinct named.number, span.period_id
    from named join span on named.day between span.period_start and span.period_end
)
select alike.indicators, alike.cause, met.period_id, sum(alike.rows) as rows
from met join alike on alike.number = met.number
group by alike.indicators, alike.cause, met.period_id""",
    """
create temp table before as
with span as (select distinct asked.period_id, asked.period_end from asked),
first as (
    select alike.indicators, alike.cause, coalesce(alike.days[1], date '0001-01-01') as day, sum(alike.rows) as rows
    from alike group by alike.indicators, alike.cause, coalesce(alike.days[1], date '0001-01-01')
)
select first.indicators, first.cause, span.period_id, sum(first.rows) as rows
from first join span on first.day <= span.period_end
group by first.indicators, first.cause, span.period_id""",
    """
create temp table chosen as
with flowing as (
    select distinct asked.indicator, asked.period_id
    from asked
    join touching on touching.indicator = asked.indicator
    join inside on inside.indicators = touching.indicators and inside.period_id = asked.period_id
    where asked.kind = 'flow'
)
select asked.*, flowing.indicator is not null as is_inside
from asked
left join flowing on flowing.indicator = asked.indicator and flowing.period_id = asked.period_id""",
)
_COUNTS = """
select chosen.indicator, chosen.period_id, near.cause, cast(sum(near.rows) as bigint) as rows
from chosen
join touching on touching.indicator = chosen.indicator
join (select *, true as is_inside from inside union all select *, false from before) as near
  on near.indicators = touching.indicators
 and near.period_id = chosen.period_id
 and near.is_inside = chosen.is_inside
group by chosen.indicator, chosen.period_id, near.cause
order by all"""
_ROWS = """
with covered as (
    select distinct chosen.indicator, unnest(generate_series(chosen.period_start, chosen.period_end, interval 1 day))::date as day
    from chosen where chosen.is_inside
),
until as (
    select chosen.indicator, max(chosen.period_end) as day from chosen where not chosen.is_inside group by chosen.indicator
),
named as (select alike.number, alike.indicators, unnest(alike.days) as day from alike),
met as (
    select distinct named.number, covered.indicator
    from named
    join touching on touching.indicators = named.indicators
    join covered on covered.indicator = touching.indicator and covered.day = named.day
    union
    select alike.number, until.indicator
    from alike
    join touching on touching.indicators = alike.indicators
    join until on until.indicator = touching.indicator
    where coalesce(alike.days[1], date '0001-01-01') <= until.day
)
select changed.row, met.indicator
from met
join alike on alike.number = met.number
join changed
  on changed.indicators = alike.indicators and changed.cause = alike.cause and changed.days = alike.days
order by all"""
