/*
ref        = "FD05"
title      = "Contacts with a problem of consent or quality"
definition = "Of all contacts about children under 18 received in the period, the share that the front door recorded as lacking consent, lacking quality, or both. A contact whose quality nobody recorded counts as without a problem."
why        = "An incomplete contact costs the child time: somebody has to ask again."
basis      = "Local: no national definition of a contact"
unit       = "%"
better     = "lower"
kind       = "cohort"
additive   = true
audiences  = ["front_door"]
questions  = ["Which agencies' contacts are sent back most, and have they been told why?"]
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
where contact.adult_on is null
   or contact.adult_on > contact.received_on
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group)
)

/* examples

[[example]]
because = "either problem or both count once; None and not assessed do not; an adult and another period are out"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | quality_issue | source_group | adult_on
-----------+-------------+---------------+--------------+-----------
C1         | 2022-04-01  | Consent       | Police       |
C2         | 2022-04-02  | Quality       | Police       |
C3         | 2022-04-03  | Both          | Health       |
C4         | 2022-06-30  | None          | Health       |
C5         | 2022-05-01  |               | Police       |
C6         | 2022-05-01  | Both          | Police       | 2022-05-01
C7         | 2022-07-01  | Both          | Police       |
"""
expect    = { numerator = 3, denominator = 5 }
expect_by = { source_group = { Police = [2, 3], Health = [1, 2] } }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | quality_issue | source_group | adult_on
-----------+-------------+---------------+--------------+-----------
C1         | 2022-05-10  | Consent       | Police       | 2022-05-11
"""
expect    = { numerator = 1, denominator = 1 }
expect_by = { source_group = { Police = [1, 1] } }
*/
