/*
ref        = "FD01"
title      = "Contacts received"
definition = "Contacts about children under 18 that the front door received in the period, whatever came of them. A contact that is linked to a referral, or whose child was referred within 5 working days (setting) of it, has the outcome Referral; one without a decision is Open."
why        = "The demand on the front door, and where it comes from."
basis      = "Local: no national definition of a contact"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["Which agencies' contacts are rising?", "How many contacts need no referral, and what would have helped instead?"]
*/
select
    contact.authority,
    period.period_id,
    contact.source_group,
    contact.age_band,
    contact.outcome,
    count(*) as numerator
from reference.period as period
join core.contact as contact
  on contact.received_on between period.start_date and period.end_date
where contact.adult_on is null
   or contact.adult_on > contact.received_on
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group),
    (contact.authority, period.period_id, contact.age_band),
    (contact.authority, period.period_id, contact.outcome)
)

/* examples

[[example]]
because = "every contact counts, of the first and of the last day; a person is out from the 18th birthday, a child of unknown age is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | source_group | age_band     | outcome     | adult_on
-----------+-------------+--------------+--------------+-------------+-----------
C1         | 2022-04-01  | Police       | 5 to 9       | Referral    | 2030-01-01
C2         | 2022-06-30  | Police       | 16 and 17    | No referral | 2022-07-01
C3         | 2022-06-30  | Health       | 18 and over  | No referral | 2022-06-30
C4         | 2022-05-01  | Health       | Not recorded | Open        |
C5         | 2022-03-31  | Health       | 5 to 9       | Open        |
C6         | 2022-07-01  | Health       | 5 to 9       | Open        |
"""
expect    = { numerator = 3 }
expect_by = { source_group = { Police = [2], Health = [1] }, age_band = { "5 to 9" = [1], "16 and 17" = [1], "Not recorded" = [1] }, outcome = { Referral = [1], "No referral" = [1], Open = [1] } }

[[example]]
because = "a period without contacts has no row"
period  = ["2022-04-01", "2022-04-30"]
given."core.contact" = """
contact_id | received_on
-----------+------------
C1         | 2022-05-01
"""
expect  = {}
*/
