/*
ref        = "PA01N"
title      = "Escalations raised"
definition = "Professional escalations raised in the period, by the day on which they were raised, resolved or not."
why        = "Few escalations may mean agreement, or that nobody challenges."
basis      = "Escalation policy of the partnership"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive"]
questions  = ["Which agencies never escalate?", "Are informal disagreements written down?"]
*/
select
    escalation.authority,
    period.period_id,
    escalation.theme,
    escalation.raised_by,
    count(*) as numerator
from reference.period as period
join core.escalation as escalation
  on escalation.raised_on between period.start_date and period.end_date
group by grouping sets (
    (escalation.authority, period.period_id),
    (escalation.authority, period.period_id, escalation.theme),
    (escalation.authority, period.period_id, escalation.raised_by)
)

/* examples

[[example]]
because = "the day of raising decides, and open ones count"
period  = ["2022-04-01", "2022-06-30"]
given."core.escalation" = """
escalation_id | raised_on  | theme     | raised_by | resolved_on
--------------+------------+-----------+-----------+------------
X1            | 2022-04-01 | Threshold | School    | 2022-07-01
X2            | 2022-06-30 | Delay     | Police    |
X3            | 2022-03-31 | Delay     | Police    | 2022-04-01
"""
expect    = { numerator = 2 }
expect_by = { theme = { Threshold = [1], Delay = [1] }, raised_by = { School = [1], Police = [1] } }
*/
