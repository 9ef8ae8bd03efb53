/*
code       = "K21"
title      = "Two referrals of one child on one day"
severity   = "query"
message    = "The child has another referral of the same day that was recorded first (or, where nobody knows that, went further), so this one is not counted; its episode is joined to the other's."
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
            order by
                referral.recorded_at nulls last, referral.is_nfa,
                referral.closed_on nulls last, referral.source_code nulls last, referral.referral_id
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
because = "the later recorded of a day is asked about; siblings and other days are not; of two of which nobody knows when, the one that is not counted"
given."core.referral" = """
referral_id | child_id | referral_on | recorded_at      | is_nfa | closed_on  | source_code
------------+----------+-------------+------------------+--------+------------+------------
R1          | A        | 2022-05-10  | 2022-05-10 12:00 | false  |            |
R2          | A        | 2022-05-10  | 2022-05-10 09:00 | true   |            |
R3          | B        | 2022-05-10  | 2022-05-10 09:00 | false  |            |
R4          | A        | 2022-05-11  | 2022-05-11 09:00 | false  |            |
R5          | C        | 2022-05-10  |                  | true   | 2022-05-10 | 2A
R6          | C        | 2022-05-10  |                  | false  |            | 6
R7          | D        | 2022-05-10  |                  | false  |            | 2A
R8          | D        | 2022-05-10  |                  | false  | 2022-06-10 | 6
S1          | E        | 2022-05-10  |                  | false  |            |
S2          | E        | 2022-05-10  |                  | false  |            | 6
"""
expect = """
referral_id
-----------
R1
R5
R7
S1
"""
*/
