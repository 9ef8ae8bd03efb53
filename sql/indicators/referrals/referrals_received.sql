/*
ref        = "RF01"
title      = "Referrals received"
definition = "Referrals of children under 18 with a referral date in the period, those that ended in no further action included; three siblings are three referrals. Two of the same child on the same day are one, the first recorded. News of a child with an open episode is not a referral. A referral counts on its date, whenever it was decided."
why        = "How many children are newly brought to children's social care, and by whom."
basis      = "Children in need census: referrals, table C1"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["Which sources and which ages are rising?", "Does the mix of children referred match the population?"]
comparator = "Referrals in year"
differs    = "the census has what stood in one return; ours leaves out young people of 18 and over, second referrals of one day and referrals during an open episode, and counts what was corrected since"
*/
with referral as (
    select
        counted.authority,
        counted.referral_on,
        counted.source_group,
        counted.age_band,
        counted.ethnicity_group,
        case when counted.is_disabled then 'Disability recorded' else 'No disability recorded' end as disability
    from core.referral as counted
    where counted.is_counted
)

select
    referral.authority,
    period.period_id,
    referral.source_group,
    referral.age_band,
    referral.ethnicity_group,
    referral.disability,
    count(*) as numerator
from reference.period as period
join referral
  on referral.referral_on between period.start_date and period.end_date
group by grouping sets (
    (referral.authority, period.period_id),
    (referral.authority, period.period_id, referral.source_group),
    (referral.authority, period.period_id, referral.age_band),
    (referral.authority, period.period_id, referral.ethnicity_group),
    (referral.authority, period.period_id, referral.disability)
)

/* examples

[[example]]
because = "three siblings are three referrals; no further action counts; what is not counted as a referral does not"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | child_id | family_id | referral_on | is_counted | is_nfa | source_group | age_band | ethnicity_group | is_disabled
------------+----------+-----------+-------------+------------+--------+--------------+----------+-----------------+------------
R1          | A        | F1        | 2022-04-01  | true       | false  | Police       | Unborn   | White           | false
R2          | B        | F1        | 2022-04-01  | true       | true   | Police       | 5 to 9   | White           | true
R3          | C        | F1        | 2022-06-30  | true       | false  | Health       | 5 to 9   | Not recorded    |
R4          | C        | F1        | 2022-06-30  | false      | false  | Health       | 5 to 9   | Not recorded    |
R5          | D        | F2        | 2022-07-01  | true       | false  | Health       | 5 to 9   | White           | false
"""
expect    = { numerator = 3 }
expect_by = { source_group = { Police = [2], Health = [1] }, age_band = { Unborn = [1], "5 to 9" = [2] }, ethnicity_group = { White = [2], "Not recorded" = [1] }, disability = { "Disability recorded" = [1], "No disability recorded" = [2] } }

[[example]]
because = "a referral of 31 March that was decided on 2 April belongs to the old year"
period  = ["2021-04-01", "2022-03-31"]
given."core.referral" = """
referral_id | referral_on | is_counted | decided_at
------------+-------------+------------+-----------------
R1          | 2022-03-31  | true       | 2022-04-02 09:00
R2          | 2022-04-01  | true       | 2022-04-02 09:00
"""
expect  = { numerator = 1 }
*/
