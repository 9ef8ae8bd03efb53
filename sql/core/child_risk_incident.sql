/*
grain   = "one police incident graded for attendance with a child at risk"
key     = ["authority", "incident_id"]
rows    = ["police.child_risk_incident"]
[columns]
authority = "varchar"
incident_id = "varchar"
grade = "varchar"
reported_at = "timestamp"
reported_on = "date"
attended_at = "timestamp"
*/
select
    child_risk_incident.authority,
    child_risk_incident.incident_id,
    coalesce(child_risk_incident.grade, 'Not recorded') as grade,
    child_risk_incident.reported_at,
    child_risk_incident.reported_on,
    child_risk_incident.attended_at
from police.child_risk_incident as child_risk_incident

/* examples

[[example]]
because = "an incident without a grade is told as such"
given."police.child_risk_incident" = """
incident_id | grade
------------+----------
I1          | Immediate
I2          |
"""
expect = """
incident_id | grade
------------+-------------
I1          | Immediate
I2          | Not recorded
"""
*/
