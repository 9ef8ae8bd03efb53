/*
ref        = "FD03"
title      = "Contacts open past 24 hours"
definition = "Contacts about children under 18 that at the end of the period's last day had been open for more than 24 elapsed hours without a decision, whenever they were received. What was decided later was not known on that day, so they stay counted."
why        = "The share in time says nothing of the contacts that still wait."
basis      = "Local standard of the integrated front door: processed to conclusion within 24 hours"
unit       = "count"
better     = "lower"
kind       = "snapshot"
audiences  = ["front_door"]
questions  = ["Who looks at the contacts that wait, and how often?"]
*/
select
    contact.authority,
    period.period_id,
    contact.team_name,
    count(*) as numerator
from reference.period as period
join core.contact as contact
  on contact.received_at + interval 24 hours < period.end_at
 and (contact.decided_at is null or contact.decided_at >= period.end_at)
where contact.adult_on is null
   or contact.adult_on > period.end_date
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.team_name)
)

/* examples

[[example]]
because = "at midnight (23:00 UTC in summer) only more than 24 hours count; a decision later than that was not known"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_at      | decided_at       | team_name | adult_on
-----------+------------------+------------------+-----------+-----------
C1         | 2022-06-29 22:59 |                  | North     |
C2         | 2022-06-29 23:00 |                  | North     |
C3         | 2022-01-05 09:00 | 2022-07-04 09:00 | South     | 2022-07-01
C4         | 2022-06-01 09:00 | 2022-06-30 22:59 | South     |
C5         | 2022-06-01 09:00 | 2022-06-30 23:00 | South     |
C6         | 2022-06-01 09:00 |                  | South     | 2022-06-30
"""
expect    = { numerator = 3 }
expect_by = { team_name = { North = [1], South = [2] } }
*/
