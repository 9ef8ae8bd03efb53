/*
ref        = "CP09E"
title      = "Child protection plans that ended after two years or more"
definition = "Of the child protection plans of children under 18 that ended in the period, the share that had lasted two calendar years or more. Temporary plans of other authorities are not included."
why        = "Plans that end after years are missing from the share of open ones."
basis      = "Children in need census: duration of plans ending, table D7"
unit       = "%"
better     = "lower"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["What made the plan end in the end?"]
*/
select
    plan.authority,
    period.period_id,
    count(*) filter (
        where plan.start_on <= cast(plan.end_on - interval 24 months as date)
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.cp_plan as plan
  on plan.end_on between period.start_date and period.end_date
where not plan.is_other_authority
  and (plan.adult_on is null or plan.adult_on > plan.end_on)
group by plan.authority, period.period_id

/* examples

[[example]]
because = "two years to the day are two years; a plan still open has not ended"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2020-06-30 | 2022-06-30 | false              |
P2      | 2020-07-01 | 2022-06-30 | false              |
P3      | 2019-01-01 |            | false              |
P4      | 2019-01-01 | 2022-05-01 | true               |
P5      | 2019-01-01 | 2022-05-01 | false              | 2022-05-01
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2019-01-01 | 2022-05-01 | false              | 2022-05-02
"""
expect  = { numerator = 1, denominator = 1 }
*/
