/*
grain   = "one strand of one hate incident with a child victim"
key     = ["authority", "incident_id", "strand"]
rows    = ["police.hate_crime"]
[columns]
authority = "varchar"
incident_id = "varchar"
incident_on = "date"
strand = "varchar"
is_online = "boolean"
*/
select
    incident.authority,
    incident.incident_id,
    incident.incident_date as incident_on,
    incident.strand,
    incident.is_online
from police.hate_crime as incident
