/*
ref        = "PO01N"
title      = "Domestic abuse incidents"
definition = "All domestic abuse incidents of the period that the police recorded, whether or not it is known that a child lives in the household. Incidents are counted, not victims or crimes."
why        = "The count that PO01 is a share of, with the incidents for which a child's presence is not known."
basis      = "Police records of domestic abuse incidents"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["Has recording changed, or what happens at home?"]
*/
with incident as (
    select
        domestic_abuse_incident.authority,
        domestic_abuse_incident.incident_on,
        domestic_abuse_incident.risk_grade,
        case
            when domestic_abuse_incident.is_child_in_household is null then 'Not known'
            when domestic_abuse_incident.is_child_in_household then 'Yes'
            else 'No'
        end as child_in_household
    from core.domestic_abuse_incident as domestic_abuse_incident
)

select
    incident.authority,
    period.period_id,
    incident.child_in_household,
    incident.risk_grade,
    count(*) as numerator
from reference.period as period
join incident
  on incident.incident_on between period.start_date and period.end_date
group by grouping sets (
    (incident.authority, period.period_id),
    (incident.authority, period.period_id, incident.child_in_household),
    (incident.authority, period.period_id, incident.risk_grade)
)

/* examples

[[example]]
because = "the count is of all incidents, also those for which a child's presence is not known"
period  = ["2022-04-01", "2022-06-30"]
given."core.domestic_abuse_incident" = """
incident_id | incident_on | risk_grade   | is_child_in_household
------------+-------------+--------------+----------------------
N1          | 2022-04-01  | High         | true
N2          | 2022-06-30  | Medium       | false
N3          | 2022-05-01  | Not recorded |
N4          | 2022-07-01  | Medium       | true
"""
expect    = { numerator = 3 }
expect_by = { child_in_household = { Yes = [1], No = [1], "Not known" = [1] }, risk_grade = { High = [1], Medium = [1], "Not recorded" = [1] } }
*/
