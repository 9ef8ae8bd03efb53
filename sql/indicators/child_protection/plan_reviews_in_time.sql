/*
ref        = "CP11"
title      = "Child protection plans reviewed in time"
definition = "Of the child protection plans of children under 18 open at the end of the period for at least three months, the share whose every review fell due was held in time: the first within three calendar months of the start of the plan, each later one within six months of the last, and none overdue. Temporary plans of other authorities are out; a review dated on the first day of the plan is none."
why        = "A plan that is not reviewed may go on although it does not work."
basis      = "Working Together: reviews within three months, then six; children in need census, table D8"
unit       = "%"
better     = "higher"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["What held up the late ones?"]
*/
with plan as (
    select
        cp_plan.authority,
        period.period_id,
        period.end_date,
        cp_plan.plan_id,
        cp_plan.start_on
    from reference.period as period
    join core.cp_plan as cp_plan
      -- counted forward, as the first review is due: three months after 31 March are over with 30 June
      on cast(cp_plan.start_on + interval 3 months as date) <= period.end_date
     and (cp_plan.end_on is null or cp_plan.end_on > period.end_date)
    where not cp_plan.is_other_authority
      and (cp_plan.adult_on is null or cp_plan.adult_on > period.end_date)
),

-- the start of the plan, every review up to the end of the period, and that end itself
event as (
    select
        plan.authority,
        plan.period_id,
        plan.plan_id,
        plan.start_on as held_on,
        1 as is_start
    from plan
    union all
    select
        plan.authority,
        plan.period_id,
        plan.plan_id,
        cp_review.review_on as held_on,
        0 as is_start
    from plan
    join core.cp_review as cp_review
      on cp_review.authority = plan.authority
     and cp_review.plan_id = plan.plan_id
     and cp_review.review_on > plan.start_on
     and cp_review.review_on <= plan.end_date
),

gap as (
    select
        event.authority,
        event.period_id,
        event.plan_id,
        event.held_on,
        event.is_start,
        lead(event.held_on) over (
            partition by event.authority, event.period_id, event.plan_id
            order by event.held_on
        ) as next_on
    from event
),

judged as (
    select
        plan.authority,
        plan.period_id,
        plan.plan_id,
        max(
            case
                when coalesce(gap.next_on, plan.end_date) > cast(
                    gap.held_on + interval 3 months as date
                ) and gap.is_start = 1 then 1
                when coalesce(gap.next_on, plan.end_date) > cast(
                    gap.held_on + interval 6 months as date
                ) and gap.is_start = 0 then 1
                else 0
            end
        ) as is_late
    from plan
    join gap
      on gap.authority = plan.authority
     and gap.period_id = plan.period_id
     and gap.plan_id = plan.plan_id
    group by plan.authority, plan.period_id, plan.plan_id
)

select
    judged.authority,
    judged.period_id,
    count(*) filter (where judged.is_late = 0) as numerator,
    count(*) as denominator
from judged
group by judged.authority, judged.period_id

/* examples

[[example]]
because = "three months to the day and then six are in time; a day later is not; a review long due is late; a plan of 31 March has been open for three months on 30 June, when its first review is due; a plan of under three months is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on | is_other_authority
--------+------------+--------+-------------------
P1      | 2021-10-01 |        | false
P2      | 2021-10-01 |        | false
P3      | 2022-03-30 |        | false
P4      | 2022-03-31 |        | false
P7      | 2022-04-01 |        | false
P5      | 2022-03-30 |        | true
P6      | 2021-06-01 |        | false
"""
given."core.cp_review" = """
review_id | plan_id | review_on
----------+---------+-----------
V1        | P1      | 2022-01-01
V2        | P1      | 2022-07-01
V3        | P2      | 2022-01-02
V4        | P6      | 2021-06-01
V5        | P6      | 2021-08-30
V6        | P6      | 2022-02-28
"""
expect  = { numerator = 4, denominator = 5 }
*/
