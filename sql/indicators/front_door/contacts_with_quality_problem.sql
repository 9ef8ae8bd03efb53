/*
ref        = "FD05"
title      = "Contacts with a consent or quality problem"
definition = "Of the contacts about children under 18 received in the period whose quality was assessed, the share with a problem of consent, of quality or of both. Contacts that nobody assessed are in neither number."
why        = "A contact without consent or without the facts costs the family and the front door time."
basis      = "Local measure of the integrated front door"
unit       = "%"
better     = "lower"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["Which agencies send contacts without consent, and who tells them?"]
*/
select
    contact.authority,
    period.period_id,
    contact.source_group,
    count(*) filter (where contact.quality_issue in ('Consent', 'Quality', 'Both')) as numerator,
    count(*) as denominator
from reference.period as period
join core.contact as contact
  on contact.received_on between period.start_date and period.end_date
where contact.quality_issue is not null
  and (contact.adult_on is null or contact.adult_on > contact.received_on)
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group)
)

/* examples

[[example]]
because = "three of the four assessed; one that nobody assessed, an adult and another period's are out"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | quality_issue | source_group | adult_on
-----------+-------------+---------------+--------------+-----------
C1         | 2022-04-01  | Consent       | Police       |
C2         | 2022-06-30  | Quality       | Police       |
C3         | 2022-05-01  | Both          | Health       |
C4         | 2022-05-01  | None          | Health       |
C5         | 2022-05-01  |               | Health       |
C6         | 2022-05-01  | Both          | Health       | 2022-05-01
C7         | 2022-07-01  | Both          | Health       |
"""
expect    = { numerator = 3, denominator = 4 }
expect_by = { source_group = { Police = [2, 2], Health = [1, 2] } }
*/
