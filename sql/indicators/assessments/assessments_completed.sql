/*
ref        = "AS01"
title      = "Assessments completed"
definition = "Assessments of children under 18 authorised in the period, by team."
why        = "The volume of work behind every share in time."
basis      = "Children in need census, table C2"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["Does the number follow the number of referrals?"]
*/
select
    assessment.authority,
    period.period_id,
    assessment.team_name,
    count(*) as numerator
from reference.period as period
join core.assessment as assessment
  on assessment.authorised_on between period.start_date and period.end_date
where (assessment.adult_on is null or assessment.adult_on > assessment.authorised_on)
group by grouping sets (
    (assessment.authority, period.period_id),
    (assessment.authority, period.period_id, assessment.team_name)
)

/* examples

[[example]]
because = "by the day of authorisation; an open one is not completed"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | start_on   | authorised_on | team_name | adult_on
--------------+------------+---------------+-----------+-----------
A1            | 2022-03-01 | 2022-04-01    | North     |
A2            | 2022-04-01 | 2022-06-30    | South     |
A3            | 2022-04-01 |               | South     |
A4            | 2022-04-01 | 2022-05-01    | South     | 2022-05-01
"""
expect    = { numerator = 2 }
expect_by = { team_name = { North = [1], South = [1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | start_on   | authorised_on | adult_on
--------------+------------+---------------+-----------
A1            | 2022-04-01 | 2022-05-10    | 2022-05-10
A2            | 2022-04-01 | 2022-05-10    | 2022-05-11
"""
expect  = { numerator = 1 }
*/
