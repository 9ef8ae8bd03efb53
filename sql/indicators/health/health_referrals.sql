/*
ref        = "HE01"
title      = "Referrals from health services"
definition = "Referrals received in the period whose source is a health service, by service: every referral that RF01 counts with a source of 3A to 3F, including those closed without further action. A general practitioner who refers directly has a source of its own."
why        = "Shows whether those who know a family's health bring their worries to the front door themselves."
basis      = "Children in need census: source of referral"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["Do practices refer directly or pass their worry to someone else?", "Which services never refer?"]
*/
select
    referral.authority,
    period.period_id,
    referral.source_label,
    count(*) as numerator
from reference.period as period
join core.referral as referral
  on referral.referral_on between period.start_date and period.end_date
where referral.is_counted
  and referral.source_group = 'Health'
group by grouping sets (
    (referral.authority, period.period_id),
    (referral.authority, period.period_id, referral.source_label)
)

/* examples

[[example]]
because = "only counted referrals of health sources, whatever came of them"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | source_code | source_label                  | source_group | is_nfa | is_counted
------------+-------------+-------------+-------------------------------+--------------+--------+-----------
R1          | 2022-04-01  | 3A          | General practitioner          | Health       | true   | true
R2          | 2022-06-30  | 3B          | Health visitor                | Health       | false  | true
R3          | 2022-05-01  | 3A          | General practitioner          | Health       | false  | false
R4          | 2022-05-01  | 6           | Police                        | Police       | false  | true
R5          | 2022-07-01  | 3A          | General practitioner          | Health       | false  | true
"""
expect    = { numerator = 2 }
expect_by = { source_label = { "General practitioner" = [1], "Health visitor" = [1] } }
*/
