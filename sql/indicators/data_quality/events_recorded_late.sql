/*
ref        = "DQ02"
title      = "Events recorded more than five working days late"
definition = "Of the contacts, referrals, assessments, section 47 enquiries, initial conferences and child protection plans of the period whose time of recording is known, the share recorded more than five working days after the day they happened, by kind of event. An assessment or an enquiry happens on the day it starts, which is when it is first entered. Events recorded before they happened are out. The most recent months look better than they will: what is still to be recorded is not in them."
why        = "What is recorded late is missing from every figure in between."
basis      = "Local measure of recording"
unit       = "%"
better     = "lower"
kind       = "flow"
additive   = true
audiences  = ["executive"]
questions  = ["Which teams record late, and what would help them?"]
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
        event.event_type,
        event.happened_on,
        count(*) filter (where recorded.working_day_number - happened.working_day_number > 5) as late,
        count(*) as events
    from event
    join reference.calendar as happened
      on happened.day = event.happened_on
    join reference.calendar as recorded
      on recorded.day = event.recorded_on
    where event.recorded_on >= event.happened_on
    group by event.authority, event.event_type, event.happened_on
)

select
    lag.authority,
    period.period_id,
    lag.event_type,
    sum(lag.late) as numerator,
    sum(lag.events) as denominator
from reference.period as period
join lag
  on lag.happened_on between period.start_date and period.end_date
group by grouping sets (
    (lag.authority, period.period_id),
    (lag.authority, period.period_id, lag.event_type)
)

/* examples

[[example]]
because = "five working days are in time, six (with a bank holiday between) and seven are late; not recorded when is out; an assessment is recorded late from its start, open or not"
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
A2            | 2022-04-22 |               | 2022-05-04
"""
expect    = { numerator = 3, denominator = 6 }
expect_by = { event_type = { Assessments = [1, 2], Contacts = [1, 3], Referrals = [1, 1] } }

[[example]]
because = "what was recorded before it happened is left out"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | recorded_on
-----------+-------------+------------
C1         | 2022-05-10  | 2022-05-09
C2         | 2022-05-10  | 2022-05-10
"""
expect  = { numerator = 0, denominator = 1 }

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
expect    = { numerator = 6, denominator = 6 }
expect_by = { event_type = { "Contacts" = [1, 1], "Referrals" = [1, 1], "Assessments" = [1, 1], "Section 47 enquiries" = [1, 1], "Initial conferences" = [1, 1], "Child protection plans" = [1, 1] } }
*/
