/*
ref        = "CP01M"
title      = "Children subject to a child protection plan, mean of month ends"
definition = "The mean over the period's months of the children subject to a plan at each month's end (as counted in CP01). The number of months is the denominator. A mean of the year and the number at its end can move in opposite directions: read them together."
why        = "Smooths the months; the annual report prints it."
basis      = "Local: annual report of the partnership"
unit       = "mean"
better     = "neither"
kind       = "flow"
mean_of    = "CP01"
audiences  = ["child_neglect"]
questions  = ["Do the mean and the number at the end of the period tell the same story?"]
*/
with month_end as (
    select distinct
        calendar.day
    from reference.period as period
    join reference.calendar as calendar
      on calendar.day between period.start_date and period.end_date
    where calendar.day = last_day(calendar.day)
),

child as (
    select
        plan.authority,
        month_end.day,
        plan.child_id
    from month_end
    join core.cp_plan as plan
      on plan.start_on <= month_end.day
     and (plan.end_on is null or plan.end_on > month_end.day)
    where not plan.is_other_authority
      and (plan.adult_on is null or plan.adult_on > month_end.day)
    group by plan.authority, month_end.day, plan.child_id
),

counted as (
    select
        child.authority,
        child.day,
        count(*) as children
    from child
    group by child.authority, child.day
)

select
    authority.authority,
    period.period_id,
    coalesce(sum(counted.children), 0) as numerator,
    max(period.months) as denominator
from reference.period as period
cross join reference.authority as authority
left join counted
  on counted.authority = authority.authority
 and counted.day between period.start_date and period.end_date
group by authority.authority, period.period_id

/* examples

[[example]]
because = "2 children at the end of April, 1 of May and none of June make 3 over 3 months"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority | adult_on
--------+----------+------------+------------+--------------------+-----------
P1      | A        | 2022-04-30 | 2022-06-30 | false              |
P2      | B        | 2022-01-01 | 2022-05-31 | false              |
P3      | C        | 2022-01-01 |            | true               |
P4      | D        | 2022-01-01 |            | false              | 2022-04-30
"""
expect  = { numerator = 3, denominator = 3 }

[[example]]
because = "a plan counts from the month in which it starts, and a child up to the month before turning 18"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on | is_other_authority | adult_on
--------+----------+------------+--------+--------------------+-----------
P1      | A        | 2022-06-01 |        | false              |
P2      | B        | 2022-01-01 |        | false              | 2022-07-01
"""
expect  = { numerator = 4, denominator = 3 }

[[example]]
because = "a period in which no child had a plan has the mean of nought"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority
--------+----------+------------+-------------------
P1      | A        | 2022-07-01 | false
"""
expect  = { numerator = 0, denominator = 3 }
*/
