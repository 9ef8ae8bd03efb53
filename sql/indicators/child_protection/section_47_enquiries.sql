/*
ref        = "SP04"
title      = "Section 47 enquiries started"
definition = "Section 47 enquiries about children under 18 that started in the period: one per child and enquiry. The start is the date of the strategy discussion that began the enquiry."
why        = "How often children are thought to be suffering or likely to suffer significant harm."
basis      = "Children in need census: section 47 enquiries, table C4"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_neglect"]
questions  = ["Do enquiries rise with referrals, or faster?"]
comparator = "Section 47 enquiries"
differs    = "ours leaves out enquiries about young people of 18 and over"
*/
select
    enquiry.authority,
    period.period_id,
    count(*) as numerator
from reference.period as period
join core.section_47 as enquiry
  on enquiry.start_on between period.start_date and period.end_date
where enquiry.adult_on is null
   or enquiry.adult_on > enquiry.start_on
group by enquiry.authority, period.period_id

/* examples

[[example]]
because = "each enquiry of a child counts on its start, the first and the last day included"
period  = ["2022-04-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | child_id | start_on   | adult_on
-----------+----------+------------+-----------
E1         | A        | 2022-04-01 |
E2         | A        | 2022-06-30 | 2022-07-01
E3         | B        | 2022-06-30 | 2022-06-30
E4         | C        | 2022-03-31 |
"""
expect  = { numerator = 2 }
*/
