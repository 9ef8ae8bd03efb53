/*
code       = "K36"
title      = "One NHS number for two children"
severity   = "query"
message    = "The case system has the same NHS number for two children, so the records that other agencies send under it may be taken for either."
why        = "One child may stand twice in the case system and be counted twice; or one of two children has the other's number."
remedy     = "Merge the two records if they are one child's; otherwise correct the number."
indicators = ["EH01"]
*/
with shared as (
    select
        person.authority,
        person.nhs_id,
        count(distinct person.child_id) as children
    from mosaic.person as person
    where person.nhs_id is not null
    group by person.authority, person.nhs_id
    having count(distinct person.child_id) > 1
)

select
    person.authority,
    person.child_id,
    shared.children
from shared
join mosaic.person as person
  on person.authority = shared.authority
 and person.nhs_id = shared.nhs_id

/* examples

[[example]]
because = "both children of a shared number are listed; a blank number is nobody's"
given."mosaic.person" = """
child_id | nhs_id
---------+-------
A        | N1
B        | N1
C        | N2
D        |
E        |
"""
expect = """
child_id | children
---------+---------
A        | 2
B        | 2
"""
*/
