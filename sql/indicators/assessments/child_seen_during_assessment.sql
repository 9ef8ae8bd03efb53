/*
ref        = "AS05"
title      = "Child seen during the assessment"
definition = "Of the assessments of children under 18 authorised in the period, the share in which the child was seen. Children not yet born on the day are out; a child with neither a birth date nor an expected one is in. Not recorded counts as not seen."
why        = "A child whom nobody saw has not been assessed."
basis      = "Working Together: the child should be seen"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["Why were the others not seen?"]
*/
select
    assessment.authority,
    period.period_id,
    assessment.team_name,
    count(*) filter (where assessment.is_child_seen) as numerator,
    count(*) as denominator
from reference.period as period
join core.assessment as assessment
  on assessment.authorised_on between period.start_date and period.end_date
where (
        assessment.birth_date <= assessment.authorised_on
        or (assessment.birth_date is null and assessment.expected_birth_date is null)
    )
  and (assessment.adult_on is null or assessment.adult_on > assessment.authorised_on)
group by grouping sets (
    (assessment.authority, period.period_id),
    (assessment.authority, period.period_id, assessment.team_name)
)

/* examples

[[example]]
because = "not recorded is not seen; an unborn child cannot be seen; one whose age nobody recorded can"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | authorised_on | is_child_seen | birth_date | expected_birth_date | team_name
--------------+---------------+---------------+------------+---------------------+----------
A1            | 2022-05-01    | true          | 2015-01-01 |                     | North
A2            | 2022-05-01    | false         | 2022-05-01 |                     | North
A3            | 2022-05-01    |               | 2015-01-01 |                     | North
A4            | 2022-05-01    | false         |            | 2022-04-20          | North
A5            | 2022-05-01    | false         | 2022-05-02 |                     | North
A6            | 2022-05-01    | false         |            |                     | South
"""
expect    = { numerator = 1, denominator = 4 }
expect_by = { team_name = { North = [1, 3], South = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment" = """
assessment_id | authorised_on | is_child_seen | birth_date | adult_on
--------------+---------------+---------------+------------+-----------
A1            | 2022-05-10    | true          | 2004-05-10 | 2022-05-10
A2            | 2022-05-10    | true          | 2004-05-11 | 2022-05-11
"""
expect  = { numerator = 1, denominator = 1 }
*/
