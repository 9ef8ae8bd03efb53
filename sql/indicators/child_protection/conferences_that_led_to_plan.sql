/*
ref        = "SP10P"
title      = "Initial conferences that led to a plan"
definition = "Of the initial child protection conferences of children under 18 held in the period, transfers in left out, the share that decided on a child protection plan; an outcome that is not recorded is none. Each child of a meeting counts, whatever the setting conferences_counted_by, because a plan is one child's."
why        = "Nearly every conference ending in a plan may mean that the threshold for a conference is too high, few that it is too low."
basis      = "Children in need census, tables C4 and D1"
unit       = "%"
better     = "band"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["What help do the families get whose conference made no plan?"]
*/
select
    conference.authority,
    period.period_id,
    conference.team_name,
    count(*) filter (where conference.is_plan_outcome) as numerator,
    count(*) as denominator
from reference.period as period
join core.conference as conference
  on conference.conference_on between period.start_date and period.end_date
where not conference.is_transfer_in
  and (conference.adult_on is null or conference.adult_on > conference.conference_on)
group by grouping sets (
    (conference.authority, period.period_id),
    (conference.authority, period.period_id, conference.team_name)
)

/* examples

[[example]]
because = "an outcome that is not recorded is no plan; a transfer in is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.conference" = """
conference_id | conference_on | is_transfer_in | is_plan_outcome | team_name
--------------+---------------+----------------+-----------------+----------
C1            | 2022-04-01    | false          | true            | North
C2            | 2022-04-01    | false          | false           | North
C3            | 2022-04-01    | false          |                 | South
C4            | 2022-04-01    | true           | true            | South
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { team_name = { North = [1, 2], South = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.conference" = """
conference_id | conference_on | is_transfer_in | is_plan_outcome | adult_on
--------------+---------------+----------------+-----------------+-----------
C1            | 2022-05-10    | false          | true            | 2022-05-10
C2            | 2022-05-10    | false          | false           | 2022-05-11
"""
expect  = { numerator = 0, denominator = 1 }
*/
