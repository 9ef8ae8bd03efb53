/*
code       = "K21"
title      = "Two referrals of one child on one day"
severity   = "query"
message    = "The child has another referral of the same day that was recorded first, so this one is not counted; its episode is joined to the other's."
why        = "One event would be counted twice."
remedy     = "Keep one referral: move what belongs to the second into the first, or correct its date."
indicators = ["RF01", "RF02", "RF03", "RF03C", "RF05", "RF07", "RF08", "RF09", "HE01"]
*/
with numbered as (
    select
        referral.authority,
        referral.referral_id,
        referral.child_id,
        referral.referral_on,
        row_number() over (
            partition by referral.authority, referral.child_id, referral.referral_on
            order by referral.recorded_at nulls last, referral.referral_id
        ) as place
    from core.referral as referral
)

select
    numbered.authority,
    numbered.referral_id,
    numbered.child_id,
    numbered.referral_on
from numbered
where numbered.place > 1

/* examples

[[example]]
because = "the later recorded of a day is asked about; siblings and other days are not"
given."core.referral" = """
referral_id | child_id | referral_on | recorded_at
------------+----------+-------------+-----------------
R1          | A        | 2022-05-10  | 2022-05-10 12:00
R2          | A        | 2022-05-10  | 2022-05-10 09:00
R3          | B        | 2022-05-10  | 2022-05-10 09:00
R4          | A        | 2022-05-11  | 2022-05-11 09:00
"""
expect = """
referral_id
-----------
R1
"""
*/
