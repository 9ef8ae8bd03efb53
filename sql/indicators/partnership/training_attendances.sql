/*
ref        = "PA03"
title      = "Multi-agency training attendances"
definition = "Attendances at multi-agency courses held in the period, by agency and by course. Someone at two courses counts twice; a course without a number of attendees counts none."
why        = "Agencies that train together work together."
basis      = "Log of the business unit"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["policy_workforce"]
questions  = ["Which agencies send nobody?"]
*/
select
    training.authority,
    period.period_id,
    training.agency,
    training.course,
    sum(training.attendees) as numerator
from reference.period as period
join core.training as training
  on training.course_on between period.start_date and period.end_date
where training.attendees is not null
group by grouping sets (
    (training.authority, period.period_id),
    (training.authority, period.period_id, training.agency),
    (training.authority, period.period_id, training.course)
)

/* examples

[[example]]
because = "attendances add up by the day of the course"
period  = ["2022-04-01", "2022-06-30"]
given."core.training" = """
course     | course_on  | agency | attendees
-----------+------------+--------+----------
Neglect    | 2022-04-01 | Police | 3
Neglect    | 2022-04-01 | School | 10
Escalation | 2022-06-30 | School | 2
Neglect    | 2022-07-01 | School | 9
"""
expect    = { numerator = 15 }
expect_by = { agency = { Police = [3], School = [12] }, course = { Neglect = [13], Escalation = [2] } }

[[example]]
because = "a course of which nobody counted the attendances adds nothing"
period  = ["2022-04-01", "2022-06-30"]
given."core.training" = """
course  | course_on  | agency | attendees
--------+------------+--------+----------
Neglect | 2022-05-10 | Police |
"""
expect  = {  }
*/
