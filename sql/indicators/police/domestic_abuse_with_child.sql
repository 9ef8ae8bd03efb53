/*
ref        = "PO01"
title      = "Domestic abuse incidents with a child in the household"
definition = "Of the domestic abuse incidents of the period for which the police recorded whether a child lives in the household, the share with a child. Incidents for which it is not known are outside the share; PO01N prints them beside it."
why        = "Each is a home in which a child lives with abuse."
basis      = "Police records of domestic abuse incidents"
unit       = "%"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["For how many is it not known whether a child lives there?", "Were the children's schools told?"]
*/
select
    incident.authority,
    period.period_id,
    incident.risk_grade,
    incident.is_repeat_household,
    sum(case when incident.is_child_in_household then 1 else 0 end) as numerator,
    count(*) as denominator
from reference.period as period
join core.domestic_abuse_incident as incident
  on incident.incident_on between period.start_date and period.end_date
where incident.is_child_in_household is not null
group by grouping sets (
    (incident.authority, period.period_id),
    (incident.authority, period.period_id, incident.risk_grade),
    (incident.authority, period.period_id, incident.is_repeat_household)
)

/* examples

[[example]]
because = "one with a child of two that are known; not known is not no"
period  = ["2022-04-01", "2022-06-30"]
given."core.domestic_abuse_incident" = """
incident_id | incident_on | risk_grade | is_child_in_household | is_repeat_household
------------+-------------+------------+-----------------------+--------------------
N1          | 2022-04-01  | High       | true                  | Yes
N2          | 2022-06-30  | Medium     | false                 | No
N3          | 2022-05-01  | Medium     |                       | No
N4          | 2022-07-01  | Medium     | true                  | No
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { risk_grade = { High = [1, 1], Medium = [0, 1] }, is_repeat_household = { Yes = [1, 1], No = [0, 1] } }
*/
