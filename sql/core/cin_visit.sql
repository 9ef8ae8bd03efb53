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

/* examples

[[example]]
because = "a visit of which nobody says that the child was seen is none at which it was"
given."mosaic.cin_visit" = """
visit_id | child_id | visit_date | is_seen
---------+----------+------------+--------
V1       | A        | 2022-05-01 | true
V2       | A        | 2022-05-02 | false
V3       | A        | 2022-05-03 |
"""
expect = """
visit_id | visit_on   | is_seen
---------+------------+--------
V1       | 2022-05-01 | true
V2       | 2022-05-02 | false
V3       | 2022-05-03 | false
"""
*/
