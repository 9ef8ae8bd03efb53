/*
ref        = "SP11"
title      = "Agencies that attended or reported to initial conferences"
definition = "Of the invitations to initial child protection conferences held in the period, the share where the agency attended or sent its report in time, by agency. Not recorded counts as neither."
why        = "A conference decides well when those who know the child are heard."
basis      = "Working Together: conferences; local standard"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["Which agencies send neither a person nor a report?"]
*/
select
    part.authority,
    period.period_id,
    part.agency,
    count(*) filter (where part.is_contributing) as numerator,
    count(*) as denominator
from reference.period as period
join core.conference_agency as part
  on part.conference_on between period.start_date and period.end_date
where part.is_invited
  and (part.adult_on is null or part.adult_on > part.conference_on)
group by grouping sets (
    (part.authority, period.period_id),
    (part.authority, period.period_id, part.agency)
)

/* examples

[[example]]
because = "only the invited"
period  = ["2022-04-01", "2022-06-30"]
given."core.conference_agency" = """
conference_id | agency | conference_on | is_invited | is_contributing
--------------+--------+---------------+------------+----------------
C1            | Police | 2022-04-01    | true       | true
C1            | School | 2022-04-01    | true       | false
C1            | Health | 2022-04-01    | false      | true
C2            | Police | 2022-07-01    | true       | true
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { agency = { Police = [1, 1], School = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.conference_agency" = """
conference_id | agency | conference_on | is_invited | is_contributing | adult_on
--------------+--------+---------------+------------+-----------------+-----------
C1            | Police | 2022-05-10    | true       | true            | 2022-05-10
C2            | Police | 2022-05-10    | true       | false           | 2022-05-11
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { agency = { Police = [0, 1] } }
*/
