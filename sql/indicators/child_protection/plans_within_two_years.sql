/*
ref        = "CP08"
title      = "Plans starting within two years of an earlier plan"
definition = "Of the child protection plans of children under 18 that started in the period, the share whose child had another plan that ended in the 24 calendar months before, both days included. Only earlier plans in the extract can be seen. Temporary plans of other authorities are not included."
why        = "A quick return says that the last plan ended before the danger did."
basis      = "Regional measure; no national one is published"
unit       = "%"
better     = "lower"
kind       = "flow"
look_back  = 24
additive   = true
audiences  = ["child_neglect"]
questions  = ["What had changed when the earlier plan ended, and what changed back?"]
*/
with soon_again as (
    select
        plan.authority,
        plan.plan_id
    from core.cp_plan as plan
    join core.cp_plan as earlier
      on earlier.authority = plan.authority
     and earlier.child_id = plan.child_id
     and earlier.start_on < plan.start_on
     and earlier.end_on >= plan.start_on - interval 24 months
    where not plan.is_other_authority
      and not earlier.is_other_authority
    group by plan.authority, plan.plan_id
)

select
    plan.authority,
    period.period_id,
    count(soon_again.plan_id) as numerator,
    count(*) as denominator
from reference.period as period
join core.cp_plan as plan
  on plan.start_on between period.start_date and period.end_date
left join soon_again
  on soon_again.authority = plan.authority
 and soon_again.plan_id = plan.plan_id
where not plan.is_other_authority
  and (plan.adult_on is null or plan.adult_on > plan.start_on)
group by plan.authority, period.period_id

/* examples

[[example]]
because = "an end exactly 24 months before counts and a day earlier does not; another authority's plan and a first plan do not"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority
--------+----------+------------+------------+-------------------
P1      | A        | 2019-01-01 | 2020-05-01 | false
P2      | A        | 2022-05-01 |            | false
P3      | B        | 2019-01-01 | 2020-04-30 | false
P4      | B        | 2022-05-01 |            | false
P5      | C        | 2021-01-01 | 2021-06-01 | true
P6      | C        | 2022-05-01 |            | false
P7      | D        | 2022-06-30 |            | false
"""
expect  = { numerator = 1, denominator = 4 }

[[example]]
because = "another authority's plan and one that starts at 18 are not asked about, one a day younger is; a plan is no plan before itself"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority | adult_on
--------+----------+------------+------------+--------------------+-----------
P1      | A        | 2022-05-10 |            | true               |
P2      | B        | 2022-05-10 |            | false              | 2022-05-10
P3      | C        | 2022-05-10 |            | false              | 2022-05-11
P4      | D        | 2022-05-10 | 2022-06-01 | false              |
"""
expect  = { numerator = 0, denominator = 2 }
*/
