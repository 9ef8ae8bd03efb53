/*
ref        = "RF03C"
title      = "Children re-referred within 12 months"
definition = "Of the children referred in the period, the share with at least one re-referral (as counted in RF03), each child counted once."
why        = "Shows whether re-referrals are a few children coming often."
basis      = "Children in need census: re-referrals, table C1"
unit       = "%"
better     = "lower"
kind       = "flow"
look_back  = 12
audiences  = ["front_door"]
questions  = ["Which children have come three times or more?"]
*/
with child as (
    select
        referral.authority,
        period.period_id,
        referral.child_id,
        max(case when referral.is_re_referral then 1 else 0 end) as is_re_referred
    from reference.period as period
    join core.referral as referral
      on referral.referral_on between period.start_date and period.end_date
    where referral.is_counted
    group by referral.authority, period.period_id, referral.child_id
)

select
    child.authority,
    child.period_id,
    sum(child.is_re_referred) as numerator,
    count(*) as denominator
from child
group by child.authority, child.period_id

/* examples

[[example]]
because = "a child with three referrals, two of them re-referrals, is one child re-referred"
period  = ["2022-04-01", "2023-03-31"]
given."core.referral" = """
referral_id | child_id | referral_on | is_counted | is_re_referral
------------+----------+-------------+------------+---------------
R1          | A        | 2022-04-01  | true       | false
R2          | A        | 2022-07-01  | true       | true
R3          | A        | 2022-12-01  | true       | true
R4          | B        | 2022-12-01  | true       | false
R5          | C        | 2022-12-02  | false      | false
"""
expect  = { numerator = 1, denominator = 2 }
*/
