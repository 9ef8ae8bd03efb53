/*
grain   = "one domestic abuse incident recorded by the police"
key     = ["authority", "incident_id"]
rows    = ["police.domestic_abuse_incident"]
[columns]
authority = "varchar"
incident_id = "varchar"
incident_on = "date"
risk_grade = "varchar"
is_child_in_household = "boolean"
is_repeat_household = "varchar"
*/
select
    incident.authority,
    incident.incident_id,
    incident.incident_date as incident_on,
    coalesce(incident.risk_grade, 'Not recorded') as risk_grade,
    incident.is_child_in_household,
    case
        when incident.is_repeat_household is null then 'Not recorded'
        when incident.is_repeat_household then 'Yes'
        else 'No'
    end as is_repeat_household
from police.domestic_abuse_incident as incident

/* examples

[[example]]
because = "what is not recorded is neither a grade nor a no"
given."police.domestic_abuse_incident" = """
incident_id | risk_grade | is_repeat_household
------------+------------+--------------------
I1          | High       | true
I2          | Standard   | false
I3          |            |
"""
expect = """
incident_id | risk_grade   | is_repeat_household
------------+--------------+--------------------
I1          | High         | Yes
I2          | Standard     | No
I3          | Not recorded | Not recorded
"""
*/
