/*
ref        = "FD01C"
title      = "Children with a contact"
definition = "Children under 18 about whom the front door received a contact in the period, each counted once in each period: months never add up to a quarter."
why        = "Tells many children from many contacts about the same ones."
basis      = "Local: no national definition of a contact"
unit       = "count"
better     = "neither"
kind       = "flow"
audiences  = ["front_door"]
questions  = ["How many children come back to the front door?"]
*/
with contact as (
    select
        contact.authority,
        contact.received_on,
        lag(contact.received_on) over (
            partition by contact.authority, contact.child_id
            order by contact.received_on
        ) as before_on
    from core.contact as contact
    where contact.adult_on is null
       or contact.adult_on > contact.received_on
)

select
    contact.authority,
    period.period_id,
    count(*) as numerator
from reference.period as period
join contact
  on contact.received_on between period.start_date and period.end_date
-- a child counts with the first of its contacts in the period
where contact.before_on is null
   or contact.before_on < period.start_date
group by contact.authority, period.period_id

/* examples

[[example]]
because = "a child of two contacts is one child; a person of 18 is none"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | child_id | received_on | adult_on
-----------+----------+-------------+-----------
C1         | A        | 2022-04-01  |
C2         | A        | 2022-06-30  |
C3         | B        | 2022-05-01  | 2022-05-02
C4         | C        | 2022-05-01  | 2022-05-01
"""
expect  = { numerator = 2 }

[[example]]
because = "a child of a contact before the period as well is a child of the period"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | child_id | received_on
-----------+----------+------------
C1         | A        | 2022-03-31
C2         | A        | 2022-05-10
"""
expect  = { numerator = 1 }
*/
