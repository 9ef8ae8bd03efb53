/*
ref        = "FD02"
title      = "Contacts concluded within 24 hours"
definition = "Of all contacts about children under 18 received in the period, the share that the front door concluded within 24 elapsed hours, nights and weekends included. A contact still open counts as not in time. Decisions recorded after the period count once they are known, so the last weeks are provisional."
why        = "A child at risk should not wait for a first decision."
basis      = "Local standard of the integrated front door: processed to conclusion within 24 hours"
unit       = "%"
better     = "higher"
kind       = "cohort"
additive   = true
audiences  = ["executive", "front_door"]
questions  = ["What do the late ones wait for?", "Is it worse for contacts that come at a weekend?"]
*/
select
    contact.authority,
    period.period_id,
    contact.source_group,
    contact.team_name,
    count(*) filter (
        where contact.decided_at between contact.received_at and contact.received_at + interval 24 hours
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.contact as contact
  on contact.received_on between period.start_date and period.end_date
where contact.adult_on is null
   or contact.adult_on > contact.received_on
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group),
    (contact.authority, period.period_id, contact.team_name)
)

/* examples

[[example]]
because = "24 hours to the minute are in time; a minute more, a decision before the contact and one still open are not"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_at      | received_on | decided_at       | source_group | team_name
-----------+------------------+-------------+------------------+--------------+----------
C1         | 2022-05-06 16:00 | 2022-05-06  | 2022-05-07 16:00 | Police       | Screening
C2         | 2022-05-06 16:00 | 2022-05-06  | 2022-05-07 16:01 | Police       | Screening
C3         | 2022-05-06 16:00 | 2022-05-06  | 2022-05-06 15:59 | Health       | Screening
C4         | 2022-05-06 16:00 | 2022-05-06  |                  | Health       | Duty
"""
expect    = { numerator = 1, denominator = 4 }
expect_by = { source_group = { Police = [1, 2], Health = [0, 2] }, team_name = { Screening = [1, 3], Duty = [0, 1] } }

[[example]]
because = "received on the last day and decided in the next period is in time, and belongs to the period it was received in"
period  = ["2022-04-01", "2022-04-30"]
given."core.contact" = """
contact_id | received_at      | received_on | decided_at
-----------+------------------+-------------+-----------------
C1         | 2022-04-30 20:00 | 2022-04-30  | 2022-05-01 09:00
C2         | 2022-03-31 20:00 | 2022-03-31  | 2022-04-01 09:00
"""
expect  = { numerator = 1, denominator = 1 }

[[example]]
because = "across the change of the clocks on 26 March 2023 the hours are elapsed ones: 18:00 GMT to 19:00 BST is 24"
period  = ["2023-03-01", "2023-03-31"]
given."core.contact" = """
contact_id | received_at      | received_on | decided_at
-----------+------------------+-------------+-----------------
C1         | 2023-03-25 18:00 | 2023-03-25  | 2023-03-26 18:00
"""
expect  = { numerator = 1, denominator = 1 }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_at      | received_on | decided_at       | adult_on
-----------+------------------+-------------+------------------+-----------
C1         | 2022-05-10 10:00 | 2022-05-10  | 2022-05-10 11:00 | 2022-05-10
C2         | 2022-05-10 10:00 | 2022-05-10  | 2022-05-10 11:00 | 2022-05-11
"""
expect  = { numerator = 1, denominator = 1 }
*/
