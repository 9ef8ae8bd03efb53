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
