/*
ref        = "CP05"
title      = "Child protection plans at any point"
definition = "Child protection plans that were open on at least one day of the period on which the child was under 18, by the latest category of abuse: the plans open at its start and those that started in it. It counts plans, so it is higher than the number of children on any day. Temporary plans of other authorities are not included."
why        = "The whole of the work in the period; never to be read against the number on one day."
basis      = "Children in need census: plans at any point, table D1"
unit       = "count"
better     = "neither"
kind       = "flow"
statistic  = "any time"
audiences  = ["child_neglect"]
questions  = ["How many families had a plan this year, and for what?"]
*/
select
    plan.authority,
    period.period_id,
    plan.category,
    count(*) as numerator
from reference.period as period
join core.cp_plan as plan
  on plan.start_on <= period.end_date
 and (plan.end_on is null or plan.end_on >= period.start_date)
where not plan.is_other_authority
  and (plan.adult_on is null or (plan.adult_on > plan.start_on and plan.adult_on > period.start_date))
group by grouping sets (
    (plan.authority, period.period_id),
    (plan.authority, period.period_id, plan.category)
)

/* examples

[[example]]
because = "open at the start and ended on the first day, and started on the last, are both in; 18 within the period is in, 18 by its first day is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | category        | is_other_authority | adult_on
--------+----------+------------+------------+-----------------+--------------------+-----------
P1      | A        | 2021-01-01 | 2022-04-01 | Neglect         | false              |
P2      | A        | 2022-06-30 |            | Neglect         | false              |
P3      | B        | 2021-01-01 | 2022-03-31 | Neglect         | false              |
P4      | C        | 2022-07-01 |            | Neglect         | false              |
P5      | D        | 2021-01-01 |            | Emotional abuse | false              | 2022-04-02
P6      | E        | 2021-01-01 |            | Emotional abuse | false              | 2022-04-01
P7      | F        | 2021-01-01 |            | Emotional abuse | true               |
"""
expect    = { numerator = 3 }
expect_by = { category = { Neglect = [2], "Emotional abuse" = [1] } }

[[example]]
because = "18 when the plan starts is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on | category | is_other_authority | adult_on
--------+----------+------------+--------+----------+--------------------+-----------
P1      | A        | 2022-05-10 |        | Neglect  | false              | 2022-05-10
P2      | B        | 2022-05-10 |        | Neglect  | false              | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { category = { Neglect = [1] } }
*/
