/*
code       = "K24"
title      = "No further action, and yet an assessment"
severity   = "query"
message    = "The referral is marked as ended in no further action, but it has an assessment, so the child is missing from the children in need."
why        = "Either something further was done, or the assessment is another referral's."
remedy     = "Correct the mark, or the referral that the assessment belongs to (census rule 8831)."
indicators = ["RF07", "RF08", "CN01", "AS02"]
*/
select
    referral.authority,
    referral.referral_id,
    referral.child_id,
    assessment.assessment_id
from core.referral as referral
join core.assessment as assessment
  on assessment.authority = referral.authority
 and assessment.referral_id = referral.referral_id
where referral.is_nfa

/* examples

[[example]]
because = "an assessment of a referral with no further action is asked about"
given."core.referral" = """
referral_id | child_id | is_nfa
------------+----------+-------
R1          | A        | true
R2          | B        | false
R3          | C        | true
"""
given."core.assessment" = """
assessment_id | referral_id
--------------+------------
S1            | R1
S2            | R2
"""
expect = """
referral_id | assessment_id
------------+--------------
R1          | S1
"""
*/
