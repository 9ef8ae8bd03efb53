/*
ref        = "SP05"
title      = "Initial child protection conferences held"
definition = "Initial child protection conferences of children under 18 held in the period, one per child: three siblings in one meeting are three, or one where the setting conferences_counted_by is meeting. Conferences for children who move in with a plan, and those without a known enquiry, are included."
why        = "How often agencies have to decide together whether a child needs a plan."
basis      = "Children in need census: initial child protection conferences, table C4"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_neglect"]
questions  = ["How many enquiries lead to a conference, and how many conferences to a plan?"]
comparator = "ICPCs"
differs    = "ours counts each child of a conference, and conferences of children transferred in"
*/
select
    conference.authority,
    period.period_id,
    count(*) as numerator
from reference.period as period
join core.conference as conference
  on conference.conference_on between period.start_date and period.end_date
where conference.is_counted
  and (conference.adult_on is null or conference.adult_on > conference.conference_on)
group by conference.authority, period.period_id

/* examples

[[example]]
because = "transfers in and conferences before their enquiry count; siblings count each, unless one stands for their meeting"
period  = ["2022-04-01", "2022-06-30"]
given."core.conference" = """
conference_id | child_id | conference_on | is_transfer_in | is_counted | adult_on
--------------+----------+---------------+----------------+------------+-----------
C1            | A        | 2022-04-01    | false          | true       |
C2            | B        | 2022-04-01    | false          | true       |
C3            | C        | 2022-06-30    | true           | true       | 2022-07-01
C4            | D        | 2022-06-30    | false          | true       | 2022-06-30
C5            | E        | 2022-06-30    | false          | false      |
"""
expect  = { numerator = 3 }
*/
