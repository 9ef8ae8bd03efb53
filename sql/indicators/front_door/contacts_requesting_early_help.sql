/*
ref        = "FD07"
title      = "Contacts that request targeted early help"
definition = "Contacts about children under 18 received in the period that ask for targeted early help, by source."
why        = "Shows who asks for help early, before a child is at risk."
basis      = "Local measure of the integrated front door"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["How many of them began an early help episode?"]
*/
select
    contact.authority,
    period.period_id,
    contact.source_group,
    count(*) as numerator
from reference.period as period
join core.contact as contact
  on contact.received_on between period.start_date and period.end_date
where contact.is_early_help_request
  and (contact.adult_on is null or contact.adult_on > contact.received_on)
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group)
)

/* examples

[[example]]
because = "only those that ask; not recorded is not a request"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | is_early_help_request | source_group | adult_on
-----------+-------------+-----------------------+--------------+-----------
C1         | 2022-04-01  | true                  | School       |
C2         | 2022-04-01  | false                 | School       |
C3         | 2022-04-01  |                       | School       |
C4         | 2022-04-01  | true                  | School       | 2022-04-01
C5         | 2022-07-01  | true                  | School       |
"""
expect    = { numerator = 1 }
expect_by = { source_group = { School = [1] } }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | received_on | is_early_help_request | source_group | adult_on
-----------+-------------+-----------------------+--------------+-----------
C1         | 2022-05-10  | true                  | School       | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { source_group = { School = [1] } }
*/
