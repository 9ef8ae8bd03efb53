/*
ref        = "PA01"
title      = "Escalations resolved at stage one"
definition = "Of the professional escalations resolved in the period, the share resolved at the first stage. One resolved without its stage recorded counts as not at stage one. Escalations still open are not in the share."
why        = "Disagreements about a child settled early and between those who know the child."
basis      = "Escalation policy of the partnership"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive"]
questions  = ["What do the themes say about how agencies work together?", "How long have the open ones been open?"]
*/
select
    escalation.authority,
    period.period_id,
    escalation.theme,
    escalation.raised_by,
    sum(case when escalation.resolved_stage = 1 then 1 else 0 end) as numerator,
    count(*) as denominator
from reference.period as period
join core.escalation as escalation
  on escalation.resolved_on between period.start_date and period.end_date
group by grouping sets (
    (escalation.authority, period.period_id),
    (escalation.authority, period.period_id, escalation.theme),
    (escalation.authority, period.period_id, escalation.raised_by)
)

/* examples

[[example]]
because = "the day of resolving decides, not the day of raising; open ones are not in the share"
period  = ["2022-04-01", "2022-06-30"]
given."core.escalation" = """
escalation_id | raised_on  | theme     | raised_by | resolved_on | resolved_stage
--------------+------------+-----------+-----------+-------------+---------------
X1            | 2022-03-01 | Threshold | Police    | 2022-04-01  | 1
X2            | 2022-04-01 | Threshold | Police    | 2022-06-30  | 2
X3            | 2022-04-01 | Delay     | Health    | 2022-06-30  |
X4            | 2022-04-01 | Delay     | Health    |             |
X5            | 2022-04-01 | Delay     | Health    | 2022-07-01  | 1
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { theme = { Threshold = [1, 2], Delay = [0, 1] }, raised_by = { Police = [1, 2], Health = [0, 1] } }
*/
