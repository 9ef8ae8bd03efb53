/*
grain   = "one visit to a child in need"
key     = ["authority", "visit_id"]
rows    = ["mosaic.cin_visit"]
[columns]
authority = "varchar"
visit_id = "varchar"
child_id = "varchar"
visit_on = "date"
is_seen = "boolean"
*/
select
    cin_visit.authority,
    cin_visit.visit_id,
    cin_visit.child_id,
    cin_visit.visit_date as visit_on,
    coalesce(cin_visit.is_seen, false) as is_seen
from mosaic.cin_visit as cin_visit
