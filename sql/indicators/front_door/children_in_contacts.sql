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
),

-- periods are whole months, so a month's days are counted at once
month as (
    select
        contact.authority,
        last_day(contact.received_on) as received_by,
        last_day(contact.before_on) as before_by,
        count(*) as contacts
    from contact
    group by contact.authority, last_day(contact.received_on), last_day(contact.before_on)
)

select
    month.authority,
    period.period_id,
    sum(month.contacts) as numerator
from reference.period as period
join month
  on month.received_by between period.start_date and period.end_date
-- a child counts with the first of its contacts in the period
where month.before_by is null
   or month.before_by < period.start_date
group by month.authority, period.period_id

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
