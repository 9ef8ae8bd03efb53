/*
code       = "K48"
title      = "Referral outside the child's life"
severity   = "query"
message    = "The referral is dated after the child's death, or more than nine months before the birth."
why        = "The referral or the child's dates are wrong, or the referral is about another child."
remedy     = "Correct the day of the referral, or the child's date of birth or death."
indicators = ["RF01", "CN01"]
*/
select
    referral.authority,
    referral.referral_id,
    referral.child_id,
    referral.referral_on,
    child.birth_date,
    child.death_date
from core.referral as referral
join core.child as child
  on child.authority = referral.authority
 and child.child_id = referral.child_id
where referral.referral_on > child.death_date
   or referral.referral_on + interval 280 days < child.birth_date

/* examples

[[example]]
because = "an unborn child may be referred for nine months before birth, and on the day of death"
given."core.child" = """
child_id | birth_date | death_date
---------+------------+-----------
A        | 2022-10-08 | 2023-01-31
B        |            |
"""
given."core.referral" = """
referral_id | child_id | referral_on
------------+----------+------------
R1          | A        | 2021-12-31
R2          | A        | 2022-01-01
R3          | A        | 2023-01-31
R4          | A        | 2023-02-01
R5          | B        | 1990-01-01
"""
expect = """
referral_id
-----------
R1
R4
"""
*/
