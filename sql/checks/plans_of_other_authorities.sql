/*
code       = "K34"
title      = "Temporary plans of other authorities"
severity   = "note"
message    = "A child with another authority's child protection plan stays here for a time. The plan is in no figure and is shown here apart."
why        = "The child's own authority counts the plan."
remedy     = "Nothing, if the plan is still the other authority's; otherwise record the transfer in."
indicators = ["CP01", "CP03", "CP04", "CP05"]
*/
with last_day as (
    select
        max(period.end_date) as day
    from reference.period as period
)

select
    plan.authority,
    plan.plan_id,
    plan.child_id,
    plan.start_on
from core.cp_plan as plan
cross join last_day
where plan.is_other_authority
  and plan.start_on <= last_day.day
  and (plan.end_on is null or plan.end_on > last_day.day)

/* examples

[[example]]
because = "those open on the last day of the data are shown"
period  = ["2022-06-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority
--------+----------+------------+------------+-------------------
P1      | A        | 2022-01-01 |            | true
P2      | B        | 2022-01-01 | 2022-06-30 | true
P3      | C        | 2022-01-01 |            | false
"""
expect = """
plan_id
-------
P1
"""
*/
