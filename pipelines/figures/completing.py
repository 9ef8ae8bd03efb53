"""What the indicators counted, completed to a full grid, with the state of every figure."""

from collections.abc import Iterable

import duckdb

from pipelines.database import rows
from scorecards.core_table import CoreTable
from scorecards.indicator import Indicator
from scorecards.reference_table import LEDGER_TABLES

SCALES = {"%": 100, "per 10,000": 10000}


BY_HAND = "partnership.manual_figure"
"""The agency table of figures entered by hand."""


def complete_values(
    connection: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator], core: Iterable[CoreTable]
) -> int:
    """Make `scorecard.value`: a row for every indicator, window and known category, in no order.

    A figure without rows is zero only where the deliveries that it needs cover its window and as many months before it as
    it looks back, and where somebody entered it if it is entered by hand, else not supplied, as is a rate of a population
    that nobody told; a share or a wait of nothing is not applicable; a figure that a check marks, or a share above its
    whole, is impossible.
    """
    _store_indicators(connection, list(indicators), {table.name: table for table in core})
    codes = [
        code for (code,) in rows(connection, "select authority from reference.authority order by authority")
    ]
    for first in range(0, max(len(codes), 1), _AT_ONCE):
        asked = {"by_hand": BY_HAND, "codes": codes[first : first + _AT_ONCE]}
        into = "insert into scorecard.value" if first else "create or replace table scorecard.value as"
        connection.execute(f"{into} {_COMPLETE}", asked)
    return int(rows(connection, "select count(*) from scorecard.value")[0][0])


_AT_ONCE = 25
"""How many authorities' grids are completed by one query: 150 authorities' is more than a bounded memory holds."""

_COMPLETE = """
        with authority as (
            select authority from reference.authority where list_contains(cast($codes as varchar[]), authority)
        ),
        counted as (
            select * from scorecard.counted where list_contains(cast($codes as varchar[]), authority)
        ),
        -- a breakdown of which no delivered file tells is left out: it would call everybody not recorded
        untold as (
            select distinct authority.authority, told.ref as indicator, told.breakdown
            from (
                select ref, unnest(breakdowns) as breakdown, unnest(told_by) as column_name from scorecard.indicator
            ) as told
            cross join authority
            left join reference.absent as absent
              on absent.authority = authority.authority
             and absent.source || '.' || absent.column_name = told.column_name
            where absent.authority is not null
               or not exists (
                    select 1 from reference.delivery as delivery
                    where delivery.authority = authority.authority and told.column_name like delivery.source || '.%'
               )
        ),
        category as (
            select distinct authority, indicator, breakdown, category from counted
            anti join untold using (authority, indicator, breakdown)
            where breakdown <> ''
            union all
            select authority.authority, indicator.ref, '', '' from authority
            cross join scorecard.indicator as indicator
            left join (
                -- categories that overlap have no total; whether they do, an authority's own counts say
                select authority, indicator, bool_or(breakdown = '') as has_total from counted
                group by authority, indicator
            ) as found
              on found.authority = authority.authority and found.indicator = indicator.ref
            where coalesce(found.has_total, true)
        ),
        grid as (
            select category.*, period.*, indicator.unit, indicator.scale, indicator.has_denominator, indicator.kind
            from category
            join scorecard.indicator as indicator on indicator.ref = category.indicator
            cross join reference.period as period
        ),
        needed as (
            select ref, unnest(tables) as source from scorecard.indicator
        ),
        span as (
            select
                min(period.start_date) - to_months(max(indicator.look_back)) as first_day,
                max(period.end_date) as last_day
            from reference.period as period
            cross join scorecard.indicator as indicator
        ),
        month as (
            select cast(unnest(generate_series(first_day, last_day, interval 1 month)) as date) as start_date from span
        ),
        gap as (
            select distinct authority.authority, needed.ref, month.start_date
            from needed
            cross join month
            cross join authority
            left join reference.delivery as delivery
              on delivery.authority = authority.authority and delivery.source = needed.source
             and delivery.month_start = month.start_date
            where delivery.source is null
        ),
        lacking as (
            select distinct absent.authority, indicator.ref
            from (select ref, unnest(columns) as column_name from scorecard.indicator) as indicator
            join reference.absent as absent on absent.source || '.' || absent.column_name = indicator.column_name
        ),
        supplied as (
            select
                authority.authority, indicator.ref, period.period_id,
                count(gap.ref) = 0 and count(lacking.ref) = 0
                -- what nobody entered by hand is not nought, and a rate has a row wherever its population is known
                and (
                    not (list_contains(any_value(indicator.tables), $by_hand) or any_value(indicator.unit) = 'per 10,000')
                    or count(entered.indicator) > 0
                ) as is_supplied
            from authority
            cross join scorecard.indicator as indicator
            cross join reference.period as period
            left join gap
              on gap.authority = authority.authority and gap.ref = indicator.ref
             and gap.start_date <= period.end_date
             and gap.start_date >= case
                 when indicator.kind = 'snapshot' then date_trunc('month', period.end_date)
                 else period.start_date
             end - to_months(indicator.look_back)
            left join lacking on lacking.authority = authority.authority and lacking.ref = indicator.ref
            left join (select distinct authority, indicator, period_id from counted) as entered
              on entered.authority = authority.authority and entered.indicator = indicator.ref
             and entered.period_id = period.period_id
            group by authority.authority, indicator.ref, period.period_id
        ),
        filled as (
            select
                grid.authority, grid.indicator, grid.period_id, grid.window_name,
                grid.start_date as period_start, grid.end_date as period_end, grid.breakdown, grid.category,
                -- a number of nobody is nought, but nobody's wait is none
                case
                    when not supplied.is_supplied then null
                    when grid.unit in ('days', 'hours') and not grid.has_denominator then counted.numerator
                    else coalesce(counted.numerator, 0)
                end as numerator,
                case when supplied.is_supplied and grid.has_denominator then coalesce(counted.denominator, 0) end as denominator,
                grid.unit, grid.scale, grid.has_denominator, supplied.is_supplied,
                exists (
                    select 1 from checks.mark as mark where mark.authority = grid.authority
                    and mark.indicator = grid.indicator and mark.period_id = grid.period_id
                ) as is_marked
            from grid
            join supplied
              on supplied.authority = grid.authority and supplied.ref = grid.indicator and supplied.period_id = grid.period_id
            left join counted
              on counted.authority = grid.authority and counted.indicator = grid.indicator
             and counted.period_id = grid.period_id and counted.breakdown = grid.breakdown and counted.category = grid.category
        )
        select
            authority, indicator, period_id, window_name, period_start, period_end, breakdown, category, numerator, denominator,
            case
                when not is_supplied then null
                when has_denominator then scale * cast(numerator as double) / nullif(cast(denominator as double), 0)
                else cast(numerator as double)
            end as value,
            unit,
            case
                when not is_supplied then 'not_supplied'
                when numerator is null or (has_denominator and denominator = 0) then 'not_applicable'
                when is_marked or (unit = '%' and numerator > denominator) then 'impossible'
                else 'ok'
            end as state
        from filled"""


def _store_indicators(
    connection: duckdb.DuckDBPyConnection, indicators: list[Indicator], core: dict[str, CoreTable]
) -> None:
    """What completing needs to know of each indicator, told from its file and the core tables that it reads."""
    connection.execute(
        """create or replace table scorecard.indicator (
            ref varchar, section varchar, title varchar, unit varchar, scale integer, kind varchar, look_back integer,
            has_denominator boolean, tables varchar[], columns varchar[], breakdowns varchar[], told_by varchar[])"""
    )
    connection.executemany(
        "insert into scorecard.indicator values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                each.ref, each.section, each.title, each.unit, SCALES.get(each.unit, 1), each.kind, each.look_back,
                each.has_denominator, *needs(each, core), *_told_by(each, core),
            )
            for each in indicators
        ],
    )  # fmt: skip


def needs(indicator: Indicator, core: dict[str, CoreTable]) -> tuple[list[str], list[str]]:
    """The agency tables without which there is no figure, and the agency columns that it uses."""
    tables: set[str] = set()
    columns: set[str] = set()
    for name in indicator.tables:
        if name in core:
            tables.update(core[name].rows)
            used = (
                said for column, said in core[name].columns.items() if f"{name}.{column}" in indicator.columns
            )
            columns.update(source for said in used for source in said.sources)
        elif name in LEDGER_TABLES:
            tables.add(name)
    tables.update(column.rpartition(".")[0] for column in columns)
    return sorted(tables), sorted(columns)


def _told_by(indicator: Indicator, core: dict[str, CoreTable]) -> tuple[list[str], list[str]]:
    """Breakdowns, and beside each an agency column without which nothing can be said by it."""
    found = [
        (breakdown, source)
        for breakdown in indicator.breakdowns
        for name in indicator.tables
        if name in core and f"{name}.{breakdown}" in indicator.columns_read
        for source in core[name].columns[breakdown].sources
    ]
    return [breakdown for breakdown, _ in found], [source for _, source in found]
