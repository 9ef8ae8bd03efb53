/*
ref        = "CP06"
title      = "Child protection plans by latest category of abuse"
definition = "Child protection plans of children under 18 open at the end of the period's last day, by the latest category of abuse. It counts plans on one day; the plans of a whole period by category are CP05. By how long they had been open on that day they are in the bands of the published table. Temporary plans of other authorities are not included."
why        = "What the children with a plan are to be protected from."
basis      = "Children in need census: plans at 31 March by category, table D4"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Is Multiple still used, and what is behind it?", "Does neglect follow what schools and health see?"]
*/
with plan as (
    select
        cp_plan.authority,
        period.period_id,
        cp_plan.category,
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
)

select
    plan.authority,
    plan.period_id,
    plan.category,
    plan.duration,
    count(*) as numerator
from plan
group by grouping sets (
    (plan.authority, plan.period_id),
    (plan.authority, plan.period_id, plan.category),
    (plan.authority, plan.period_id, plan.duration)
)

/* examples

[[example]]
because = "plans open at the end of the day count by their category, not recorded among them"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | category     | is_other_authority | adult_on
--------+----------+------------+------------+--------------+--------------------+-----------
P1      | A        | 2022-06-30 |            | Neglect      | false              |
P2      | B        | 2022-01-01 | 2022-07-01 | Neglect      | false              |
P3      | C        | 2022-01-01 |            | Not recorded | false              |
P4      | D        | 2022-01-01 | 2022-06-30 | Neglect      | false              |
P5      | E        | 2022-01-01 |            | Neglect      | true               |
P6      | F        | 2022-01-01 |            | Neglect      | false              | 2022-06-30
"""
expect    = { numerator = 3 }
expect_by = { category = { Neglect = [2], "Not recorded" = [1] } }

[[example]]
because = "a plan that starts after the day was not known; a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on | category | is_other_authority | adult_on
--------+----------+------------+--------+----------+--------------------+-----------
P1      | A        | 2022-07-01 |        | Neglect  | false              |
P2      | B        | 2022-01-01 |        | Neglect  | false              | 2022-07-01
"""
expect    = { numerator = 1 }
expect_by = { category = { Neglect = [1] } }

[[example]]
because = "3 and 6 months to the day are in the shorter band, 1 and 2 years to the day in the longer"
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
P8      | 2020-06-30 | false
"""
expect    = { numerator = 8 }
expect_by = { duration = { "3 months or less" = [1], "Over 3 to 6 months" = [2], "Over 6 months to under 1 year" = [2], "1 to under 2 years" = [2], "2 years or more" = [1] } }
*/
