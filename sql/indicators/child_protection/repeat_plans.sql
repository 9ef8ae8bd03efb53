/*
ref        = "CP07"
title      = "Plans starting that are a second or later one"
definition = "Of the child protection plans of children under 18 that started in the period, the share of children who had been subject to a plan before, however long ago, by the number of previous plans that is recorded; where it is blank, the child's earlier plans in the extract are counted instead, and flagged. Temporary plans of other authorities are not included."
why        = "A high share says that plans end too soon; a very low one may mean that children who need protection again do not get it."
basis      = "Children in need census: second or subsequent plans, table D3"
unit       = "%"
better     = "band"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_neglect"]
questions  = ["How long after the last plan did the new one start, and for the same reason?"]
comparator = "CP plans starting that are second or subsequent"
differs    = "where the number of earlier plans is blank, ours counts those that the extract holds"
*/
select
    plan.authority,
    period.period_id,
    count(*) filter (where plan.previous_plan_count >= 1) as numerator,
    count(*) as denominator
from reference.period as period
join core.cp_plan as plan
  on plan.start_on between period.start_date and period.end_date
where not plan.is_other_authority
  and (plan.adult_on is null or plan.adult_on > plan.start_on)
group by plan.authority, period.period_id

/* examples

[[example]]
because = "one previous plan or more makes a start a repeat"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | previous_plan_count | is_other_authority | adult_on
--------+------------+---------------------+--------------------+-----------
P1      | 2022-04-01 | 0                   | false              |
P2      | 2022-05-01 | 1                   | false              |
P3      | 2022-06-30 | 3                   | false              | 2022-07-01
P4      | 2022-05-01 | 1                   | true               |
P5      | 2022-05-01 | 1                   | false              | 2022-05-01
P6      | 2022-07-01 | 1                   | false              |
"""
expect  = { numerator = 2, denominator = 3 }
*/
