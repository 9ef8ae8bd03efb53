/*
ref        = "CP04"
title      = "Child protection plans ending"
definition = "Child protection plans of children under 18 that ended in the period, by how long they lasted in calendar months. It counts plans. Temporary plans of other authorities are not included."
why        = "Very short plans may not have been needed; very long ones may not have worked."
basis      = "Children in need census: plans ending, table D7"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["Do plans end within three months because the child is safe, or because the plan was not needed?"]
*/
with plan as (
    select
        cp_plan.authority,
        cp_plan.end_on,
        case
            when cp_plan.end_on <= cast(cp_plan.start_on + interval 3 months as date) then '3 months or less'
            when cp_plan.end_on <= cast(cp_plan.start_on + interval 6 months as date) then 'Over 3 to 6 months'
            when cp_plan.end_on < cast(cp_plan.start_on + interval 12 months as date)
                then 'Over 6 months to under 1 year'
            when cp_plan.start_on > cast(cp_plan.end_on - interval 24 months as date) then '1 to under 2 years'
            else '2 years or more'
        end as duration
    from core.cp_plan as cp_plan
    where not cp_plan.is_other_authority
      and (cp_plan.adult_on is null or cp_plan.adult_on > cp_plan.end_on)
)

select
    plan.authority,
    period.period_id,
    plan.duration,
    count(*) as numerator
from reference.period as period
join plan
  on plan.end_on between period.start_date and period.end_date
group by grouping sets (
    (plan.authority, period.period_id),
    (plan.authority, period.period_id, plan.duration)
)

/* examples

[[example]]
because = "3 and 6 months to the day are in the shorter band, 1 and 2 years to the day in the longer"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2022-02-28 | 2022-05-28 | false              |
P2      | 2022-02-27 | 2022-05-28 | false              |
P3      | 2021-12-15 | 2022-06-15 | false              |
P4      | 2021-12-14 | 2022-06-15 | false              |
P5      | 2021-06-16 | 2022-06-15 | false              |
P6      | 2021-06-15 | 2022-06-15 | false              |
P7      | 2020-06-16 | 2022-06-15 | false              |
P8      | 2020-06-15 | 2022-06-15 | false              |
P9      | 2022-06-01 | 2022-06-15 | true               |
P10     | 2022-06-01 | 2022-06-15 | false              | 2022-06-15
P11     | 2022-06-01 | 2022-07-01 | false              |
"""
expect    = { numerator = 8 }
expect_by = { duration = { "3 months or less" = [1], "Over 3 to 6 months" = [2], "Over 6 months to under 1 year" = [2], "1 to under 2 years" = [2], "2 years or more" = [1] } }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2022-06-01 | 2022-06-15 | false              | 2022-06-16
"""
expect  = { numerator = 1 }
*/
