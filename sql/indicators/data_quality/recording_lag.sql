/*
ref        = "DQ02D"
title      = "Median recording lag"
definition = "The median number of working days between the day something happened and the day it was recorded, among the events of the period that DQ02 counts."
why        = "Tells for how long a month is provisional."
basis      = "Local measure of recording"
unit       = "days"
better     = "lower"
kind       = "flow"
audiences  = ["operational_business"]
questions  = ["Is the lag the same in every team?"]
*/
with event as (
    select
        contact.authority,
        'Contacts' as event_type,
        contact.received_on as happened_on,
        contact.recorded_on
    from core.contact as contact
    where contact.recorded_on is not null
    union all
    select
        referral.authority,
        'Referrals' as event_type,
        referral.referral_on as happened_on,
        referral.recorded_on
    from core.referral as referral
    where referral.recorded_on is not null
    union all
    select
        assessment.authority,
        'Assessments' as event_type,
        assessment.start_on as happened_on,
        assessment.recorded_on
    from core.assessment as assessment
    where assessment.recorded_on is not null
    union all
    select
        section_47.authority,
        'Section 47 enquiries' as event_type,
        section_47.start_on as happened_on,
        section_47.recorded_on
    from core.section_47 as section_47
    where section_47.recorded_on is not null
    union all
    select
        conference.authority,
        'Initial conferences' as event_type,
        conference.conference_on as happened_on,
        conference.recorded_on
    from core.conference as conference
    where conference.recorded_on is not null
    union all
    select
        cp_plan.authority,
        'Child protection plans' as event_type,
        cp_plan.start_on as happened_on,
        cp_plan.recorded_on
    from core.cp_plan as cp_plan
    where cp_plan.recorded_on is not null
),

lag as (
    select
        event.authority,
        event.happened_on,
        recorded.working_day_number - happened.working_day_number as working_days,
        count(*) as events
    from event
    join reference.calendar as happened
      on happened.day = event.happened_on
    join reference.calendar as recorded
      on recorded.day = event.recorded_on
    where event.recorded_on >= event.happened_on
    group by event.authority, event.happened_on, recorded.working_day_number - happened.working_day_number
),

lag_in_period as (
    select
        lag.authority,
        period.period_id,
        lag.working_days,
        sum(lag.events) as events
    from reference.period as period
    join lag
      on lag.happened_on between period.start_date and period.end_date
    group by lag.authority, period.period_id, lag.working_days
),

ranked as (
    select
        lag_in_period.authority,
        lag_in_period.period_id,
        lag_in_period.working_days,
        sum(lag_in_period.events) over (
            partition by lag_in_period.authority, lag_in_period.period_id
            order by lag_in_period.working_days
        ) as events_up_to,
        sum(lag_in_period.events) over (
            partition by lag_in_period.authority, lag_in_period.period_id
        ) as events
    from lag_in_period
)

-- the median from counts: the middle event's lag, or the mean of the two in the middle
select
    ranked.authority,
    ranked.period_id,
    0.5 * (
        min(ranked.working_days) filter (where 2 * ranked.events_up_to >= ranked.events)
        + min(ranked.working_days) filter (where 2 * ranked.events_up_to > ranked.events)
    ) as numerator
from ranked
group by ranked.authority, ranked.period_id

/* examples

[[example]]
because = "0, 1, 5, 6 and 7 working days have the median of 5; an assessment is recorded from its start"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | recorded_on
-----------+-------------+-----------------
C1         | 2022-04-22  | 2022-04-22
C2         | 2022-04-22  | 2022-04-29
C3         | 2022-04-22  | 2022-05-03
"""
given."core.referral" = """
referral_id | referral_on | recorded_on
------------+-------------+-----------------
R1          | 2022-06-30  | 2022-07-11
R2          | 2022-06-30  |
"""
given."core.assessment" = """
assessment_id | start_on   | authorised_on | recorded_on
--------------+------------+---------------+------------
A1            | 2022-04-22 | 2022-06-10    | 2022-04-25
"""
expect  = { numerator = 5 }

[[example]]
because = "of an even number it is the mean of the two in the middle"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | recorded_on
-----------+-------------+-----------------
C1         | 2022-05-09  | 2022-05-09
C2         | 2022-05-09  | 2022-05-10
C3         | 2022-05-09  | 2022-05-12
C4         | 2022-05-09  | 2022-05-16
"""
expect  = { numerator = 2 }

[[example]]
because = "what was recorded before it happened is left out"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | recorded_on
-----------+-------------+------------
C1         | 2022-05-10  | 2022-05-09
C2         | 2022-05-10  | 2022-05-10
"""
expect  = { numerator = 0 }

[[example]]
because = "six kinds of events are asked about, each by its own day; one of which nobody knows when it was recorded is in none"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | recorded_on
-----------+-------------+------------
X1         | 2022-05-10  | 2022-05-20
X2         | 2022-05-10  |
"""
given."core.referral" = """
referral_id | referral_on | recorded_on
------------+-------------+------------
X1          | 2022-05-10  | 2022-05-20
X2          | 2022-05-10  |
"""
given."core.assessment" = """
assessment_id | start_on   | recorded_on
--------------+------------+------------
X1            | 2022-05-10 | 2022-05-20
X2            | 2022-05-10 |
"""
given."core.section_47" = """
enquiry_id | start_on   | recorded_on
-----------+------------+------------
X1         | 2022-05-10 | 2022-05-20
X2         | 2022-05-10 |
"""
given."core.conference" = """
conference_id | conference_on | recorded_on
--------------+---------------+------------
X1            | 2022-05-10    | 2022-05-20
X2            | 2022-05-10    |
"""
given."core.cp_plan" = """
plan_id | start_on   | recorded_on
--------+------------+------------
X1      | 2022-05-10 | 2022-05-20
X2      | 2022-05-10 |
"""
expect  = { numerator = 8 }
*/
