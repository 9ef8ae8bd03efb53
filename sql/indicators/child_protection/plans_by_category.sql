/*
ref        = "CP06"
title      = "Child protection plans by latest category of abuse"
definition = "Child protection plans of children under 18 open at the end of the period's last day, by the latest category of abuse. It counts plans on one day; the plans of a whole period by category are CP05. Temporary plans of other authorities are not included."
why        = "What the children with a plan are to be protected from."
basis      = "Children in need census: plans at 31 March by category, table D4"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Is Multiple still used, and what is behind it?", "Does neglect follow what schools and health see?"]
*/
select
    plan.authority,
    period.period_id,
    plan.category,
    count(*) as numerator
from reference.period as period
join core.cp_plan as plan
  on plan.start_on <= period.end_date
 and (plan.end_on is null or plan.end_on > period.end_date)
where not plan.is_other_authority
  and (plan.adult_on is null or plan.adult_on > period.end_date)
group by grouping sets (
    (plan.authority, period.period_id),
    (plan.authority, period.period_id, plan.category)
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
*/
