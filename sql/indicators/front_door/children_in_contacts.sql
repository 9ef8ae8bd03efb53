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
with child as (
    select
        contact.authority,
        period.period_id,
        contact.child_id
    from reference.period as period
    join core.contact as contact
      on contact.received_on between period.start_date and period.end_date
    where contact.adult_on is null
       or contact.adult_on > contact.received_on
    group by contact.authority, period.period_id, contact.child_id
)

select
    child.authority,
    child.period_id,
    count(*) as numerator
from child
group by child.authority, child.period_id

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
*/
