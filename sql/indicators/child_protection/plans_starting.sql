/*
ref        = "CP03"
title      = "Child protection plans starting"
definition = "Child protection plans of children under 18, unborn children included, that started in the period, by the initial category of abuse. It counts plans: a child with two starts counts twice. Temporary plans of other authorities are not included."
why        = "With the plans that end it explains why the number of children with a plan changes."
basis      = "Children in need census: plans starting, table D3"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_neglect"]
questions  = ["Which category is rising?"]
comparator = "CP plans starting"
differs    = "ours leaves out temporary plans of other authorities, and of two overlapping plans the one recorded later"
*/
with plan as (
    select
        cp_plan.authority,
        cp_plan.start_on,
        coalesce(abuse_category.category, 'Not recorded') as category
    from core.cp_plan as cp_plan
    left join reference.abuse_category as abuse_category
      on abuse_category.category_code = cp_plan.initial_category_code
    where not cp_plan.is_other_authority
      and (cp_plan.adult_on is null or cp_plan.adult_on > cp_plan.start_on)
)

select
    plan.authority,
    period.period_id,
    plan.category,
    count(*) as numerator
from reference.period as period
join plan
  on plan.start_on between period.start_date and period.end_date
group by grouping sets (
    (plan.authority, period.period_id),
    (plan.authority, period.period_id, plan.category)
)

/* examples

[[example]]
because = "starts count by their initial category, whatever the plan became; a temporary plan of another authority does not"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | initial_category_code | latest_category_code | is_other_authority | adult_on
--------+----------+------------+------------+-----------------------+----------------------+--------------------+-----------
P1      | A        | 2022-04-01 | 2022-05-01 | NEG                   | EMO                  | false              |
P2      | A        | 2022-06-30 |            | EMO                   | EMO                  | false              | 2022-07-01
P3      | B        | 2022-05-01 |            |                       | EMO                  | false              |
P4      | C        | 2022-05-01 |            | NEG                   | NEG                  | true               |
P5      | D        | 2022-05-01 |            | NEG                   | NEG                  | false              | 2022-05-01
P6      | E        | 2022-03-31 |            | NEG                   | NEG                  | false              |
"""
expect    = { numerator = 3 }
expect_by = { category = { Neglect = [1], "Emotional abuse" = [1], "Not recorded" = [1] } }
*/
