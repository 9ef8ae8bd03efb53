/*
ref        = "RF05"
title      = "Referrals by source agency"
definition = "The share of all referrals in the period (as counted in RF01) that came from each group of agencies, and from each source within it by its national code, such as a general practitioner, a health visitor, an accident and emergency department or a school. Sources are grouped as in the partnership's annual report: Police, Schools/Education, Health, Local Authority, Family/Friend, Legal agency, Other; a referral without a source is Not recorded. The whole is all referrals, so the shares add up to it."
why        = "A change of the mix shows whose threshold moved."
basis      = "Children in need census: source of referral, table C5, in local groups"
unit       = "%"
better     = "neither"
kind       = "flow"
audiences  = ["executive", "front_door", "bullying_online_harms"]
questions  = ["Which agency refers more or less than a year ago, and why?", "Within an agency, which service does?"]
*/
with counted as (
    select
        referral.authority,
        period.period_id,
        referral.source_group,
        referral.source_label,
        count(*) as referrals
    from reference.period as period
    join core.referral as referral
      on referral.referral_on between period.start_date and period.end_date
    where referral.is_counted
    group by grouping sets (
        (referral.authority, period.period_id),
        (referral.authority, period.period_id, referral.source_group),
        (referral.authority, period.period_id, referral.source_label)
    )
)

select
    counted.authority,
    counted.period_id,
    counted.source_group,
    counted.source_label,
    counted.referrals as numerator,
    everything.referrals as denominator
from counted
join counted as everything
  on everything.authority = counted.authority
 and everything.period_id = counted.period_id
 and everything.source_group is null
 and everything.source_label is null

/* examples

[[example]]
because = "each group, and each source within it, is set against all referrals"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | is_counted | source_group | source_label
------------+-------------+------------+--------------+-----------------
R1          | 2022-04-01  | true       | Health       | Health visitor
R2          | 2022-06-30  | true       | Health       | General practice
R3          | 2022-05-01  | true       | Not recorded | Not recorded
R4          | 2022-05-01  | false      | Health       | Health visitor
"""
expect    = { numerator = 3, denominator = 3 }
expect_by = { source_group = { Health = [2, 3], "Not recorded" = [1, 3] }, source_label = { "Health visitor" = [1, 3], "General practice" = [1, 3], "Not recorded" = [1, 3] } }
*/
