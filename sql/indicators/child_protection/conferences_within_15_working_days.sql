/*
ref        = "SP06"
title      = "Initial child protection conferences within 15 working days"
definition = "Of the initial child protection conferences of children under 18 held in the period, the share held within 15 working days of the strategy discussion that began the section 47 enquiry, which is day 0 (the setting first_working_day), one conference per child (the setting conferences_counted_by). A conference without a link takes the child's latest enquiry of the same referral that started on or before it. Out of it are conferences for children who move in with a plan, those without an enquiry and those dated before their enquiry."
why        = "A child thought to be at risk should not wait for a plan."
basis      = "Working Together: 15 working days; children in need census, table C4"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_neglect"]
beside     = ["SP07", "SP07D", "SP08", "SP09"]
questions  = ["Had there been an earlier strategy discussion, from which the child has really waited?", "What held up the late ones?"]
comparator = "ICPCs within 15 working days of s47 start"
differs    = "ours finds the enquiry of a conference without a link by the latest one of the same referral"
*/
select
    conference.authority,
    period.period_id,
    conference.team_name,
    count(*) filter (where conference.working_days <= 15) as numerator,
    count(*) as denominator
from reference.period as period
join core.conference as conference
  on conference.conference_on between period.start_date and period.end_date
where conference.working_days is not null
  and conference.is_counted
  and (conference.adult_on is null or conference.adult_on > conference.conference_on)
group by grouping sets (
    (conference.authority, period.period_id),
    (conference.authority, period.period_id, conference.team_name)
)

/* examples

[[example]]
because = "day 15 is in time, day 16 is not; a conference out of the measure has no working days; a sibling whose meeting is counted already is left out"
period  = ["2022-04-01", "2022-06-30"]
given."core.conference" = """
conference_id | conference_on | working_days | is_counted | team_name | adult_on
--------------+---------------+--------------+------------+-----------+-----------
C1            | 2022-06-14    | 15           | true       | North     |
C2            | 2022-06-15    | 16           | true       | North     |
C3            | 2022-06-15    | 0            | true       | South     |
C4            | 2022-06-15    |              | true       | South     |
C5            | 2022-06-15    | 3            | true       | South     | 2022-06-15
C6            | 2022-06-15    | 3            | false      | South     |
"""
expect    = { numerator = 2, denominator = 3 }
expect_by = { team_name = { North = [1, 2], South = [1, 1] } }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.conference" = """
conference_id | conference_on | working_days | is_counted | adult_on
--------------+---------------+--------------+------------+-----------
C1            | 2022-06-14    | 15           | true       | 2022-06-15
"""
expect  = { numerator = 1, denominator = 1 }
*/
