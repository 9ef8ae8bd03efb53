/*
ref        = "RF08"
title      = "Referrals assessed as not in need"
definition = "Of all referrals received in the period, the share whose episode was closed after assessment without further work: closed with no further action (RC8) or stepped down to early help (RC9). Closures recorded after the period count once they are known, so recent months are provisional. Referrals with no further action at once are in the denominator."
why        = "Many families assessed and found not in need may have been better served by early help."
basis      = "Children in need census, table C1: referrals found to be not in need"
unit       = "%"
better     = "band"
kind       = "cohort"
additive   = true
audiences  = ["front_door"]
questions  = ["Which sources refer most families that are found not in need?"]
comparator = "Referrals assessed not in need"
differs    = "ours counts closures since the return was drawn, and leaves out young people of 18 and over"
*/
select
    referral.authority,
    period.period_id,
    referral.source_group,
    count(*) filter (
        where referral.closed_on is not null
          and referral.close_reason_code in ('RC8', 'RC9')
          and not referral.is_nfa
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.referral as referral
  on referral.referral_on between period.start_date and period.end_date
where referral.is_counted
group by grouping sets (
    (referral.authority, period.period_id),
    (referral.authority, period.period_id, referral.source_group)
)

/* examples

[[example]]
because = "closed after assessment counts, whenever; no further action at once does not; an open one is in the denominator"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | is_counted | is_nfa | close_reason_code | closed_on  | source_group
------------+-------------+------------+--------+-------------------+------------+-------------
R1          | 2022-04-01  | true       | false  | RC8               | 2022-08-01 | Police
R2          | 2022-06-30  | true       | false  | RC9               | 2022-08-01 | Health
R3          | 2022-06-30  | true       | true   |                   |            | Health
R4          | 2022-06-30  | true       | false  |                   |            | Health
R5          | 2022-06-30  | true       | false  | RC7               | 2022-08-01 | Police
R6          | 2022-06-30  | false      | false  | RC8               | 2022-08-01 | Police
"""
expect    = { numerator = 2, denominator = 5 }
expect_by = { source_group = { Police = [1, 2], Health = [1, 3] } }

[[example]]
because = "a reason without a day of closing is an open episode"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | is_counted | is_nfa | close_reason_code | closed_on  | source_group
------------+-------------+------------+--------+-------------------+------------+-------------
R1          | 2022-05-10  | true       | false  | RC8               |            | Police
R2          | 2022-05-10  | true       | false  | RC8               | 2022-06-01 | Police
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { source_group = { Police = [1, 2] } }

[[example]]
because = "no further action is never not in need, whatever it was closed with"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | is_counted | is_nfa | close_reason_code | closed_on  | source_group
------------+-------------+------------+--------+-------------------+------------+-------------
R1          | 2022-05-10  | true       | true   | RC8               | 2022-08-01 | Police
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { source_group = { Police = [0, 1] } }
*/
