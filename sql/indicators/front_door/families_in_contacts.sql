/*
ref        = "FD01F"
title      = "Families with a contact"
definition = "Family groups with a contact about a child under 18 in the period, each counted once in each period. A child without a recorded family group is in none, so siblings who are not linked are not counted apart."
why        = "Siblings make three contacts of one family's trouble."
basis      = "Local: family group as recorded by children's social care"
unit       = "count"
better     = "neither"
kind       = "flow"
audiences  = ["front_door"]
questions  = ["Are more families asking for help, or larger ones?"]
*/
with contact as (
    select
        contact.authority,
        contact.received_on,
        lag(contact.received_on) over (
            partition by contact.authority, contact.family_id
            order by contact.received_on
        ) as before_on
    from core.contact as contact
    where contact.family_id is not null
      and (contact.adult_on is null or contact.adult_on > contact.received_on)
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
-- a family counts with the first of its contacts in the period
where month.before_by is null
   or month.before_by < period.start_date
group by month.authority, period.period_id

/* examples

[[example]]
because = "three siblings are one family; a child without a family group adds none"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | child_id | family_id | received_on
-----------+----------+-----------+------------
C1         | A        | F1        | 2022-04-01
C2         | B        | F1        | 2022-04-01
C3         | C        | F1        | 2022-06-01
C4         | D        | F2        | 2022-06-01
C5         | E        |           | 2022-06-01
"""
expect  = { numerator = 2 }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | child_id | family_id | received_on | adult_on
-----------+----------+-----------+-------------+-----------
C1         | A        | F1        | 2022-05-10  | 2022-05-10
C2         | B        | F2        | 2022-05-10  | 2022-05-11
"""
expect  = { numerator = 1 }

[[example]]
because = "a family of a contact before the period as well is a family of the period"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | child_id | family_id | received_on
-----------+----------+-----------+------------
C1         | A        | F1        | 2022-03-31
C2         | A        | F1        | 2022-05-10
"""
expect  = { numerator = 1 }
*/
