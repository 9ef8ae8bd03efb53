/*
ref        = "AS03"
title      = "Assessments completed within 45 working days of referral"
definition = "Of the first assessments after a referral of children under 18 authorised in the period, the share authorised within 45 working days of the referral, which is day 0 (the setting first_working_day). Later assessments on the same referral have no such clock and are out, as are those without a referral. Read it beside AS02, whose clock begins with the assessment, and AS03D, the wait between the two."
why        = "For a family the wait begins when it is referred, not when the assessment is opened."
basis      = "Working Together: no longer than 45 working days from the point of referral"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["How long do referrals wait before an assessment starts?"]
*/
select
    assessment.authority,
    period.period_id,
    assessment.team_name,
    count(*) filter (where working_days(
        referred.working_day_number, referred.is_working_day, authorised.working_day_number, first_day.value
    ) <= 45) as numerator,
    count(*) as denominator
from reference.period as period
join core.assessment as assessment
  on assessment.authorised_on between period.start_date and period.end_date
left join reference.calendar as referred
  on referred.day = assessment.referral_on
left join reference.calendar as authorised
  on authorised.day = assessment.authorised_on
left join reference.setting as first_day
  on first_day.authority = assessment.authority
 and first_day.name = 'first_working_day'
where assessment.place_in_referral = 1
  and assessment.referral_on <= assessment.authorised_on
  and (assessment.adult_on is null or assessment.adult_on > assessment.authorised_on)
group by grouping sets (
    (assessment.authority, period.period_id),
    (assessment.authority, period.period_id, assessment.team_name)
)

/* examples

[[example]]
because = "working day 45 from the referral is in time, 46 is not, whenever the assessment began; a second assessment is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | referral_on | start_on   | authorised_on | place_in_referral | team_name
--------------+-------------+------------+---------------+-------------------+----------
A1            | 2022-04-01  | 2022-05-01 | 2022-06-10    | 1                 | North
A2            | 2022-04-01  | 2022-06-01 | 2022-06-13    | 1                 | North
A3            | 2021-04-01  | 2022-06-01 | 2022-06-13    | 2                 | South
A4            |             | 2022-06-01 | 2022-06-13    | 1                 | South
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { team_name = { North = [1, 2] } }

[[example]]
because = "where the first working day is day 1, what was in time on day 45 is late on day 46; a referral on a Saturday gains nothing"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | referral_on | start_on   | authorised_on | place_in_referral | team_name
--------------+-------------+------------+---------------+-------------------+----------
A1            | 2022-04-01  | 2022-05-01 | 2022-06-10    | 1                 | North
A2            | 2022-04-02  | 2022-05-01 | 2022-06-10    | 1                 | North
"""
given."reference.setting" = """
name              | value
------------------+------
first_working_day | 1
reports_due       | 3
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "18 on the day is out, a day younger is in; referred and authorised on one day is in time"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | referral_on | start_on   | authorised_on | place_in_referral | adult_on
--------------+-------------+------------+---------------+-------------------+-----------
A1            | 2022-05-03  | 2022-05-03 | 2022-05-10    | 1                 | 2022-05-10
A2            | 2022-05-03  | 2022-05-03 | 2022-05-10    | 1                 | 2022-05-11
A3            | 2022-05-10  | 2022-05-10 | 2022-05-10    | 1                 |
"""
expect  = { numerator = 2, denominator = 2 }
*/
