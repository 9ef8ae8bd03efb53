/*
grain = "one visit to a child on a child protection plan"
key   = ["authority", "visit_id"]
rows  = ["mosaic.cp_visit"]
[columns]
authority = "varchar"
visit_id = "varchar"
plan_id = "varchar"
child_id = "varchar"
visit_on = "date"
is_seen = "boolean"
is_seen_alone = "boolean"
*/
select
    cp_visit.authority,
    cp_visit.visit_id,
    cp_visit.plan_id,
    cp_visit.child_id,
    cp_visit.visit_date as visit_on,
    cp_visit.is_seen,
    cp_visit.is_seen_alone
from mosaic.cp_visit as cp_visit
