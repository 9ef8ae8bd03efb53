/*
ref        = "AS03D"
title      = "Median wait from referral to the start of the assessment"
definition = "The median number of working days from the referral to the start of the first assessment, among the assessments that AS03 counts and that did not start before it. It is the delay that a clock which begins with the assessment cannot see."
why        = "A clock that starts late makes a long wait look short."
basis      = "Ofsted, inspection of Barnsley children services 2018: one clock gave false assurance"
unit       = "days"
better     = "lower"
kind       = "flow"
audiences  = ["executive", "front_door"]
questions  = ["What happens to a family while it waits?"]
*/
with wait as (
    select
        assessment.authority,
        assessment.authorised_on,
        started.working_day_number - referred.working_day_number as working_days
    from core.assessment as assessment
    join reference.calendar as referred
      on referred.day = assessment.referral_on
    join reference.calendar as started
      on started.day = assessment.start_on
    where assessment.place_in_referral = 1
      and assessment.referral_on <= assessment.start_on
      and (assessment.adult_on is null or assessment.adult_on > assessment.authorised_on)
)

select
    wait.authority,
    period.period_id,
    percentile_cont(0.5) within group (order by wait.working_days) as numerator
from reference.period as period
join wait
  on wait.authorised_on between period.start_date and period.end_date
group by wait.authority, period.period_id

/* examples

[[example]]
because = "waits of 0, 1 and 5 working days have the median 1; with a fourth of 10 it lies between"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | referral_on | start_on   | authorised_on | place_in_referral
--------------+-------------+------------+---------------+------------------
A1            | 2022-05-09  | 2022-05-09 | 2022-06-10    | 1
A2            | 2022-05-09  | 2022-05-10 | 2022-06-10    | 1
A3            | 2022-05-09  | 2022-05-16 | 2022-06-10    | 1
A4            | 2022-05-09  | 2022-05-23 | 2022-06-10    | 1
A5            | 2022-05-09  | 2022-05-23 | 2022-06-10    | 2
"""
expect  = { numerator = 3 }

[[example]]
because = "18 on the day is out, a day younger is in; a start before the referral has no wait"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | referral_on | start_on   | authorised_on | place_in_referral | adult_on
--------------+-------------+------------+---------------+-------------------+-----------
A1            | 2022-05-09  | 2022-05-10 | 2022-05-10    | 1                 | 2022-05-10
A2            | 2022-05-09  | 2022-05-09 | 2022-05-10    | 1                 | 2022-05-11
A3            | 2022-05-10  | 2022-05-09 | 2022-05-10    | 1                 |
"""
expect  = { numerator = 0 }
*/
