/*
grain   = "one professional escalation"
key     = ["authority", "escalation_id"]
rows    = ["partnership.escalation"]
[columns]
authority = "varchar"
escalation_id = "varchar"
raised_on = "date"
raised_by = "varchar"
theme = "varchar"
resolved_on = "date"
resolved_stage = "integer"
*/
select
    escalation.authority,
    escalation.escalation_id,
    escalation.raised_date as raised_on,
    coalesce(escalation.raised_by, 'Not recorded') as raised_by,
    coalesce(escalation.theme, 'Not recorded') as theme,
    escalation.resolved_date as resolved_on,
    escalation.resolved_stage
from partnership.escalation as escalation

/* examples

[[example]]
because = "an escalation without an agency or a theme is told as such"
given."partnership.escalation" = """
escalation_id | raised_by | theme
--------------+-----------+----------
E1            | Health    | Threshold
E2            |           |
"""
expect = """
escalation_id | raised_by    | theme
--------------+--------------+-------------
E1            | Health       | Threshold
E2            | Not recorded | Not recorded
"""
*/
