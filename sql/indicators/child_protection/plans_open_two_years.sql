/*
ref        = "CP09"
title      = "Child protection plans open for two years or more"
definition = "Of the child protection plans of children under 18 open at the end of the period's last day, the share that had started two calendar years before it or earlier. Temporary plans of other authorities are not included."
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
select
    plan.authority,
    period.period_id,
    count(*) filter (
        where plan.start_on <= cast(period.end_date - interval 24 months as date)
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.cp_plan as plan
  on plan.start_on <= period.end_date
 and (plan.end_on is null or plan.end_on > period.end_date)
where not plan.is_other_authority
  and (plan.adult_on is null or plan.adult_on > period.end_date)
group by plan.authority, period.period_id

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
expect  = { numerator = 1, denominator = 2 }

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
