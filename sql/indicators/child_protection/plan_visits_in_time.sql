/*
ref        = "CP12"
title      = "Children with a protection plan seen in the local standard"
definition = "Of the child protection plans of children under 18 open at the end of the period for at least as many working days as the local standard (the setting cp_visit_working_days), the share whose child was seen at a visit within that many working days. A visit without seeing the child does not count. Temporary plans of other authorities are out."
why        = "A child thought to be at risk must be seen, and often."
basis      = "Local standard; no national frequency exists"
unit       = "%"
better     = "higher"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Were they seen alone?", "Who has not been seen for longest?"]
*/
with standard as (
    select
        setting.authority,
        cast(setting.value as integer) as working_days
    from reference.setting as setting
    where setting.name = 'cp_visit_working_days'
),

plan as (
    select
        cp_plan.authority,
        period.period_id,
        period.end_date,
        cp_plan.plan_id,
        cp_plan.start_on
    from reference.period as period
    join core.cp_plan as cp_plan
      on cp_plan.start_on <= period.end_date
     and (cp_plan.end_on is null or cp_plan.end_on > period.end_date)
    where not cp_plan.is_other_authority
      and (cp_plan.adult_on is null or cp_plan.adult_on > period.end_date)
),

last_seen as (
    select
        plan.authority,
        plan.period_id,
        plan.plan_id,
        max(cp_visit.visit_on) as visit_on
    from plan
    join core.cp_visit as cp_visit
      on cp_visit.authority = plan.authority
     and cp_visit.plan_id = plan.plan_id
     and cp_visit.visit_on <= plan.end_date
    where cp_visit.is_seen
    group by plan.authority, plan.period_id, plan.plan_id
)

select
    plan.authority,
    plan.period_id,
    count(*) filter (
        where last_day.working_day_number - seen.working_day_number <= coalesce(standard.working_days, 10)
    ) as numerator,
    count(*) as denominator
from plan
join reference.calendar as started
  on started.day = plan.start_on
join reference.calendar as last_day
  on last_day.day = plan.end_date
left join standard
  on standard.authority = plan.authority
left join last_seen
  on last_seen.authority = plan.authority
 and last_seen.period_id = plan.period_id
 and last_seen.plan_id = plan.plan_id
left join reference.calendar as seen
  on seen.day = last_seen.visit_on
where last_day.working_day_number - started.working_day_number >= coalesce(standard.working_days, 10)
group by plan.authority, plan.period_id

/* examples

[[example]]
because = "10 working days before 30 June 2022 is 16 June: seen on that day is in time, the day before is not; a visit without the child is none; a plan from 17 June is too new"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
authority | name                  | value
----------+-----------------------+------
370       | cp_visit_working_days | 10
"""
given."core.cp_plan" = """
plan_id | start_on   | end_on | is_other_authority
--------+------------+--------+-------------------
P1      | 2022-01-01 |        | false
P2      | 2022-01-01 |        | false
P3      | 2022-01-01 |        | false
P4      | 2022-06-17 |        | false
P5      | 2022-01-01 |        | true
"""
given."core.cp_visit" = """
visit_id | plan_id | visit_on   | is_seen
---------+---------+------------+--------
V1       | P1      | 2022-06-16 | true
V2       | P2      | 2022-06-15 | true
V3       | P2      | 2022-06-20 | false
V4       | P4      | 2022-06-20 | true
"""
expect  = { numerator = 1, denominator = 3 }
*/
