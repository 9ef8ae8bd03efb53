"""The region's figures: every indicator, window and category counted over all authorities of a build, from their counts.

A rate of the region is the sum of numerators over the sum of denominators of the same authorities, never a mean of rates.
Children are not linked across authorities, so a region's count of children is the sum of theirs.
"""

from collections.abc import Iterable

import duckdb
import polars as pl

from pipelines.database import frame, rows
from scorecards.indicator import Indicator

TABLE = "scorecard.region_value"


def complete_region(
    connection: duckdb.DuckDBPyConnection, region: str, indicators: Iterable[Indicator]
) -> int:
    """Make `scorecard.region_value` of a build whose values are complete; the number of its rows.

    Its columns are those of `scorecard.value` under the region's own code, and: `counted`, the codes of the authorities
    that are in the sum, a space between, `counted_number` how many they are, and `authorities` how many there are in all:
    those that are of the region on any day of the window.

    `state` is `ok` where every authority is in the sum; `partial` where some are not, because their figure is not
    supplied or impossible: the sum is then of the others, in numerator and denominator alike; `not_supplied` where none
    is; `not_applicable` where all there was to count is nothing; `not_summed` where no region's figure can be made of
    authorities' figures, as of medians. An authority that has delivered, but nothing of a category, adds nought to it.
    """
    connection.execute(f"create or replace table {TABLE} as {_QUERY}", _asked(region, indicators, ()))
    return int(rows(connection, f"select count(*) from {TABLE}")[0][0])


def renew_region(
    connection: duckdb.DuckDBPyConnection, region: str, indicators: Iterable[Indicator], moved: str
) -> int:
    """Make only those figures anew whose indicator and period stand in the table `moved`; the number of all rows. Right
    where no other figure of any authority is another than before, and the authorities are the same."""
    of_moved = f"select value.* from scorecard.value as value semi join {moved} using (indicator, period_id)"
    connection.execute(f"create or replace temp table moved_value as {of_moved}")
    connection.execute(
        f"delete from {TABLE} using {moved} as moved where {TABLE}.indicator = moved.indicator "
        f"and {TABLE}.period_id = moved.period_id"
    )
    query = _QUERY.replace("scorecard.value", "moved_value")
    connection.execute(f"insert into {TABLE} by name {query}", _asked(region, indicators, ()))
    connection.execute("drop table moved_value")
    return int(rows(connection, f"select count(*) from {TABLE}")[0][0])


def region_without(
    connection: duckdb.DuckDBPyConnection,
    region: str,
    indicators: Iterable[Indicator],
    without: Iterable[str],
) -> pl.DataFrame:
    """The same figures as if nothing had come from some authorities, which stay among those that there are."""
    return frame(connection, _QUERY, _asked(region, indicators, without))


def _asked(region: str, indicators: Iterable[Indicator], without: Iterable[str]) -> dict[str, object]:
    refs = [each.ref for each in indicators if not each.is_summed]
    return {"region": region, "not_summed": refs, "without": sorted(without)}


_QUERY = """
        with present as (
            select
                value.*,
                case
                    when list_contains($without, authority) then false
                    -- children of no population are no part of a rate
                    when state = 'not_applicable' and coalesce(numerator, 0) <> 0 then false
                    else state not in ('not_supplied', 'impossible')
                end as is_counted
            from scorecard.value as value
        ),
        supplied as (
            select indicator, period_id, list(distinct authority order by authority) as codes
            from scorecard.value
            where state <> 'not_supplied' and not list_contains($without, authority)
            group by indicator, period_id
        ),
        added as (
            select
                indicator, period_id, breakdown, category,
                any_value(window_name) as window_name,
                any_value(period_start) as period_start,
                any_value(period_end) as period_end,
                any_value(unit) as unit,
                sum(numerator) filter (where is_counted) as numerator,
                sum(denominator) filter (where is_counted) as denominator,
                min(denominator) filter (where is_counted) as least,
                max(denominator) filter (where is_counted) as most,
                list(authority) filter (where not is_counted) as left_out
            from present
            group by indicator, period_id, breakdown, category
        ),
        -- whose files tell a count and nothing by which it is broken down
        untold as (
            select whole.indicator, parts.breakdown, list(whole.authority) as codes
            from (
                select distinct authority, indicator from present where breakdown = '' and numerator <> 0
            ) as whole
            join (select distinct indicator, breakdown from present where breakdown <> '') as parts
              on parts.indicator = whole.indicator
            anti join (select distinct authority, indicator, breakdown from present) as own
              on own.authority = whole.authority and own.indicator = whole.indicator and own.breakdown = parts.breakdown
            group by whole.indicator, parts.breakdown
        ),
        told as (
            select
                added.*,
                -- who has delivered, but nothing of a category, is in its sum with nought
                case
                    when added.left_out is null and untold.codes is null then supplied.codes
                    else list_filter(
                        supplied.codes,
                        lambda code: not list_contains(
                            list_concat(coalesce(added.left_out, []), coalesce(untold.codes, [])), code
                        )
                    )
                end as codes
            from added
            left join supplied on supplied.indicator = added.indicator and supplied.period_id = added.period_id
            left join untold on untold.indicator = added.indicator and untold.breakdown = added.breakdown
        ),
        summed as (
            select
                indicator, told.period_id, window_name, period_start, period_end, breakdown, category, unit, numerator,
                -- the months of a mean of month ends are the same months everywhere
                case when unit <> 'mean' then denominator when least = most then most end as denominator,
                array_to_string(codes, ' ') as counted,
                coalesce(len(codes), 0) as counted_number,
                present_in.authorities,
                -- a mean over different months, or what was never a sum
                list_contains($not_summed, indicator) or (unit = 'mean' and coalesce(least <> most, false)) as is_not_summed
            from told
            join (
                select period.period_id, count(member.authority) as authorities
                from (select distinct period_id, period_start, period_end from added) as period
                left join reference.authority as member
                  on coalesce(member.first_day <= period.period_end, true)
                 and coalesce(member.last_day >= period.period_start, true)
                group by period.period_id
            ) as present_in on present_in.period_id = told.period_id
        ),
        judged as (
            select
                summed.*, indicator.scale, indicator.has_denominator,
                case
                    when summed.counted_number = 0 then 'not_supplied'
                    when summed.is_not_summed then 'not_summed'
                    when summed.numerator is null or (indicator.has_denominator and coalesce(summed.denominator, 0) = 0)
                        then 'not_applicable'
                    when summed.counted_number < summed.authorities then 'partial'
                    else 'ok'
                end as state
            from summed
            join scorecard.indicator as indicator on indicator.ref = summed.indicator
        )
        select
            $region as authority, indicator, period_id, window_name, period_start, period_end, breakdown, category,
            cast(case when state in ('ok', 'partial', 'not_applicable') then numerator end as decimal(18, 2)) as numerator,
            cast(case when state in ('ok', 'partial', 'not_applicable') then denominator end as decimal(18, 2)) as denominator,
            case
                when state not in ('ok', 'partial') then null
                when has_denominator then scale * cast(numerator as double) / cast(denominator as double)
                else cast(numerator as double)
            end as value,
            unit, state, coalesce(counted, '') as counted, counted_number, authorities
        from judged
        order by indicator, window_name, period_start, period_id, breakdown, category"""
