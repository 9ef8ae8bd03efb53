/*
ref        = "RF03"
title      = "Re-referrals within 12 months"
definition = "Of all referrals in the period, no further action included, the share of children who had been referred before within 12 calendar months. The anniversary itself is within (setting); the earlier referral may itself have ended in no further action; two referrals of one day are one. A third referral within a year is a second re-referral. It looks back 12 months: where the deliveries do not reach so far before the period it is not supplied, never understated."
why        = "A child who comes back soon may not have got the right help the first time."
basis      = "Children in need census: re-referrals, table C1"
unit       = "%"
better     = "lower"
kind       = "flow"
look_back  = 12
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["What had been the outcome the first time?", "Which agencies refer again, and about what?"]
comparator = "Re-referrals within 12 months"
differs    = "the census looks back over its own returns, ours over the whole history of the case system; whether the anniversary counts is a setting"
*/
select
    referral.authority,
    period.period_id,
    referral.source_group,
    referral.previous_close_reason,
    count(*) filter (where referral.is_re_referral) as numerator,
    count(*) as denominator
from reference.period as period
join core.referral as referral
  on referral.referral_on between period.start_date and period.end_date
where referral.is_counted
group by grouping sets (
    (referral.authority, period.period_id),
    (referral.authority, period.period_id, referral.source_group),
    (referral.authority, period.period_id, referral.previous_close_reason)
)

/* examples

[[example]]
because = "the third referral of a child within a year is the second re-referral; each share is of the referrals of its own category"
period  = ["2022-04-01", "2023-03-31"]
given."core.referral" = """
referral_id | child_id | referral_on | is_counted | is_re_referral | source_group | previous_close_reason
------------+----------+-------------+------------+----------------+--------------+----------------------
R1          | A        | 2022-04-01  | true       | false          | Police       | No earlier referral
R2          | A        | 2022-07-01  | true       | true           | Police       | No further action
R3          | A        | 2022-12-01  | true       | true           | Health       | No further action
R4          | B        | 2022-12-01  | true       | false          | Health       | No further action
R5          | B        | 2022-12-02  | false      | false          | Health       | No earlier referral
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { source_group = { Police = [1, 2], Health = [1, 2] }, previous_close_reason = { "No earlier referral" = [0, 1], "No further action" = [2, 3] } }
*/
