/*
code       = "K39"
title      = "Assessment outside its referral"
severity   = "query"
message    = "The assessment starts before the day of the referral that it belongs to, or after the referral's episode was closed."
why        = "Its working days begin on a day that cannot be right."
remedy     = "Correct the start of the assessment, or the referral that it belongs to."
indicators = ["AS02", "AS03", "AS03D"]
*/
select
    assessment.authority,
    assessment.assessment_id,
    assessment.child_id,
    assessment.start_on,
    referral.referral_on,
    referral.closed_on
from core.assessment as assessment
join core.referral as referral
  on referral.authority = assessment.authority
 and referral.referral_id = assessment.referral_id
where assessment.start_on < referral.referral_on
   or assessment.start_on > referral.closed_on

/* examples

[[example]]
because = "on the first and on the last day is right"
given."core.referral" = """
referral_id | referral_on | closed_on
------------+-------------+-----------
R1          | 2022-05-01  | 2022-06-30
R2          | 2022-05-01  |
"""
given."core.assessment" = """
assessment_id | referral_id | start_on
--------------+-------------+-----------
A1            | R1          | 2022-04-30
A2            | R1          | 2022-05-01
A3            | R1          | 2022-06-30
A4            | R1          | 2022-07-01
A5            | R2          | 2023-07-01
A6            | R2          |
"""
expect = """
assessment_id
-------------
A1
A4
"""
*/
