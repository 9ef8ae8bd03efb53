/*
ref        = "RF07"
title      = "Referrals with no further action"
definition = "Of all referrals in the period (as counted in RF01), the share that ended in no further action. A blank is not no further action, and is queried."
why        = "A rise says that thresholds are not understood alike, or that help at an earlier level is missing."
basis      = "Children in need census: referrals with no further action, table C1"
unit       = "%"
better     = "band"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["Which agencies' referrals end so, and do they hear why?"]
comparator = "Referrals NFA"
differs    = "a blank no-further-action mark is not one in ours"
*/
select
    referral.authority,
    period.period_id,
    referral.source_group,
    count(*) filter (where referral.is_nfa) as numerator,
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
because = "no further action is a share of all referrals that count"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | is_counted | is_nfa | source_group
------------+-------------+------------+--------+-------------
R1          | 2022-04-01  | true       | true   | Police
R2          | 2022-06-30  | true       | false  | Police
R3          | 2022-05-01  | true       | false  | Health
R4          | 2022-05-01  | false      | true   | Health
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { source_group = { Police = [1, 2], Health = [0, 1] } }
*/
