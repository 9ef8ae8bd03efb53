/*
ref        = "FD04"
title      = "Contacts that became a referral"
definition = "Of all contacts about children under 18 received in the period, the share that became a referral: linked to one, or, without a link, followed by a referral of the same child within 5 working days (setting). Links recorded after the period count once they are known."
why        = "A low share says that many contacts needed another kind of help; a very high one that the front door screens too little out."
basis      = "Local: no national definition of a contact"
unit       = "%"
better     = "band"
kind       = "cohort"
additive   = true
audiences  = ["front_door"]
questions  = ["Which agencies' contacts seldom become a referral, and do they hear why?"]
*/
select
    contact.authority,
    period.period_id,
    contact.source_group,
    count(*) filter (where contact.is_converted) as numerator,
    count(*) as denominator
from reference.period as period
join core.contact as contact
  on contact.received_on between period.start_date and period.end_date
where contact.adult_on is null
   or contact.adult_on > contact.received_on
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group)
)

/* examples

[[example]]
because = "contacts without a decision are in the whole"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | is_converted | source_group | adult_on
-----------+-------------+--------------+--------------+-----------
C1         | 2022-04-01  | true         | Police       |
C2         | 2022-06-30  | false        | Police       | 2022-07-01
C3         | 2022-05-01  | false        | Health       |
C4         | 2022-05-01  | true         | Health       | 2022-05-01
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { source_group = { Police = [1, 2], Health = [0, 1] } }
*/
