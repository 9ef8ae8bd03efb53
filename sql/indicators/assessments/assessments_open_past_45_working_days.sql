/*
ref        = "AS04"
title      = "Assessments open past 45 working days"
definition = "Assessments of children under 18 that at the end of the period had been open for more than 45 working days (the day of the start is day 0; the setting first_working_day): started, not authorised by that day. What was authorised later was not known on the day."
why        = "The share completed in time looks better the longer the late ones stay open."
basis      = "Children in need census rule 8670Q"
unit       = "count"
better     = "lower"
kind       = "snapshot"
audiences  = ["executive", "front_door"]
questions  = ["How long has the oldest been open, and why?"]
*/
select
    assessment.authority,
    period.period_id,
    assessment.team_name,
    count(*) as numerator
from reference.period as period
join core.assessment as assessment
  on assessment.start_on <= period.end_date
 and (assessment.authorised_on is null or assessment.authorised_on > period.end_date)
join reference.calendar as started
  on started.day = assessment.start_on
join reference.calendar as last_day
  on last_day.day = period.end_date
left join reference.setting as first_day
  on first_day.authority = assessment.authority
 and first_day.name = 'first_working_day'
where working_days(
        started.working_day_number, started.is_working_day, last_day.working_day_number, first_day.value
    ) > 45
  and (assessment.adult_on is null or assessment.adult_on > period.end_date)
group by grouping sets (
    (assessment.authority, period.period_id),
    (assessment.authority, period.period_id, assessment.team_name)
)

/* examples

[[example]]
because = "45 working days before the end of 30 June 2022 is 25 April: a start on that day is not yet past, one on the working day before is"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | start_on   | authorised_on | team_name | adult_on
--------------+------------+---------------+-----------+-----------
A1            | 2022-04-25 |               | North     |
A2            | 2022-04-22 |               | North     |
A3            | 2022-01-05 | 2022-07-01    | South     |
A4            | 2022-01-05 | 2022-06-30    | South     |
A5            | 2022-01-05 |               | South     | 2022-06-30
"""
expect    = { numerator = 2 }
expect_by = { team_name = { North = [1], South = [1] } }

[[example]]
because = "where the first working day is day 1, a start on 25 April is on its day 46 and past; one on the next day is on day 45"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | start_on   | authorised_on | team_name
--------------+------------+---------------+----------
A1            | 2022-04-25 |               | North
A2            | 2022-04-26 |               | North
A3            | 2022-01-05 |               | North
"""
given."reference.setting" = """
name              | value
------------------+------
first_working_day | 1
reports_due       | 3
"""
expect  = { numerator = 2 }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | start_on   | authorised_on | adult_on
--------------+------------+---------------+-----------
A1            | 2022-01-05 |               | 2022-07-01
"""
expect  = { numerator = 1 }
*/
