/*
code       = "K45"
title      = "No disability, and a disability"
severity   = "query"
message    = "The child is recorded as having no disability and also as having one, and is counted as disabled."
why        = "Children are shown by disability, and one of the two records is out of date."
remedy     = "Remove the record that is not right."
indicators = ["RF01"]
*/
select
    none_recorded.authority,
    none_recorded.child_id,
    count(distinct other.disability_code) as disabilities
from mosaic.disability as none_recorded
join mosaic.disability as other
  on other.authority = none_recorded.authority
 and other.child_id = none_recorded.child_id
where none_recorded.disability_code = 'NONE'
  and other.disability_code <> 'NONE'
group by none_recorded.authority, none_recorded.child_id

/* examples

[[example]]
because = "two disabilities are right, and so is none; both are not"
given."mosaic.disability" = """
disability_id | child_id | disability_code
--------------+----------+----------------
D1            | A        | NONE
D2            | A        | AUT
D3            | A        | LD
D4            | B        | NONE
D5            | C        | AUT
D6            | C        | LD
"""
expect = """
child_id | disabilities
---------+-------------
A        | 2
"""
*/
