/*
ref        = "AS02"
title      = "Assessments completed within 45 working days"
definition = "Of the assessments of children under 18 authorised in the period, the share authorised within 45 working days of the assessment's start. The day of the start is day 0 (the setting first_working_day); working days are Monday to Friday without the bank holidays of England. Assessments still open are not in it: read it beside those that are overdue."
why        = "A family should not wait longer than it must to know what help it will get."
basis      = "Children in need census: duration of assessments, table C2; Working Together: a maximum of 45 working days"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive", "front_door"]
beside     = ["AS03", "AS03D", "AS04"]
questions  = ["What held up the late ones?", "Does the share look good because late ones stay open?"]
comparator = "Assessments completed within 45 working days"
differs    = "ours leaves out young people of 18 and over; by which clock the census table counts is not verified, AS03 has the other"
*/
select
    assessment.authority,
    period.period_id,
    assessment.team_name,
    count(*) filter (where assessment.working_days between 0 and 45) as numerator,
    count(*) as denominator
from reference.period as period
join core.assessment as assessment
  on assessment.authorised_on between period.start_date and period.end_date
where assessment.start_on is not null
  and (assessment.adult_on is null or assessment.adult_on > assessment.authorised_on)
group by grouping sets (
    (assessment.authority, period.period_id),
    (assessment.authority, period.period_id, assessment.team_name)
)

/* examples

[[example]]
because = "the same day and working day 45 are in time, 46 is not; one still open is in neither"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | start_on   | authorised_on | working_days | team_name  | adult_on
--------------+------------+---------------+--------------+------------+-----------
A1            | 2022-04-01 | 2022-04-01    | 0            | Assessment | 2022-04-02
A2            | 2022-04-01 | 2022-06-10    | 45           | Assessment |
A3            | 2022-04-01 | 2022-06-13    | 46           | Disability |
A4            | 2022-01-01 |               |              | Disability |
A5            | 2022-04-01 | 2022-06-10    | 45           | Disability | 2022-06-10
A6            |            | 2022-06-10    |              | Disability |
"""
expect    = { numerator = 2, denominator = 3 }
expect_by = { team_name = { Assessment = [2, 2], Disability = [0, 1] } }
*/
