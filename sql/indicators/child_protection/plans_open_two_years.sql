/*
ref        = "CP09"
title      = "Child protection plans open for two years or more"
definition = "Of the child protection plans of children under 18 open at the end of the period's last day, the share that had started two calendar years before it or earlier. Temporary plans of other authorities are not included. By how long they had been open on that day it is the share of all of them, by the bands of the published table, which add up to all plans."
why        = "A plan that lasts so long may not be making the child safer."
basis      = "Children in need census: duration of plans at 31 March, table D5"
unit       = "%"
better     = "lower"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Has each of them been looked at by someone outside the line of management?"]
comparator = "CP plans at 31 March open 2 years or more"
differs    = "ours leaves out temporary plans of other authorities"
*/
with plan as (
    select
        cp_plan.authority,
        period.period_id,
        case
            when period.end_date <= cast(cp_plan.start_on + interval 3 months as date) then '3 months or less'
            when period.end_date <= cast(cp_plan.start_on + interval 6 months as date) then 'Over 3 to 6 months'
            when period.end_date < cast(cp_plan.start_on + interval 12 months as date)
                then 'Over 6 months to under 1 year'
            when cp_plan.start_on > cast(period.end_date - interval 24 months as date) then '1 to under 2 years'
            else '2 years or more'
        end as duration
    from reference.period as period
    join core.cp_plan as cp_plan
      on cp_plan.start_on <= period.end_date
     and (cp_plan.end_on is null or cp_plan.end_on > period.end_date)
    where not cp_plan.is_other_authority
      and (cp_plan.adult_on is null or cp_plan.adult_on > period.end_date)
),

counted as (
    select
        plan.authority,
        plan.period_id,
        plan.duration,
        count(*) filter (where plan.duration = '2 years or more') as long_plans,
        count(*) as plans
    from plan
    group by grouping sets (
        (plan.authority, plan.period_id),
        (plan.authority, plan.period_id, plan.duration)
    )
)

select
    counted.authority,
    counted.period_id,
    counted.duration,
    counted.long_plans as numerator,
    counted.plans as denominator
from counted
where counted.duration is null
union all
select
    counted.authority,
    counted.period_id,
    counted.duration,
    counted.plans as numerator,
    everything.plans as denominator
from counted
join counted as everything
  on everything.authority = counted.authority
 and everything.period_id = counted.period_id
 and everything.duration is null
where counted.duration is not null

/* examples

[[example]]
because = "two years to the day are two years; a day less is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2020-06-30 |            | false              |
P2      | 2020-07-01 |            | false              |
P3      | 2019-01-01 | 2022-06-30 | false              |
P4      | 2019-01-01 |            | true               |
P5      | 2019-01-01 |            | false              | 2022-06-30
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { duration = { "2 years or more" = [1, 2], "1 to under 2 years" = [1, 2] } }

[[example]]
because = "3 and 6 months to the day are in the shorter band, 1 year to the day in the longer"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | is_other_authority
--------+------------+-------------------
P1      | 2022-03-30 | false
P2      | 2022-03-29 | false
P3      | 2021-12-30 | false
P4      | 2021-12-29 | false
P5      | 2021-07-01 | false
P6      | 2021-06-30 | false
P7      | 2020-07-01 | false
"""
expect    = { numerator = 0, denominator = 7 }
expect_by = { duration = { "3 months or less" = [1, 7], "Over 3 to 6 months" = [2, 7], "Over 6 months to under 1 year" = [2, 7], "1 to under 2 years" = [2, 7] } }

[[example]]
because = "a plan that starts on the day is in, one that starts or ends after it was not known to; a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2022-06-30 |            | false              |
P2      | 2022-07-01 |            | false              |
P3      | 2019-01-01 | 2022-07-01 | false              |
P4      | 2019-01-01 |            | false              | 2022-07-01
"""
expect  = { numerator = 2, denominator = 3 }
*/
