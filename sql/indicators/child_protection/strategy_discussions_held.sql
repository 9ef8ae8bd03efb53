/*
ref        = "SP01"
title      = "Strategy discussions held"
definition = "Strategy discussions held in the period; one about three children counts three times."
why        = "Where agencies first decide together whether a child is at risk of significant harm."
basis      = "Working Together: strategy discussion"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["How many led to an enquiry?"]
*/
select
    discussion.authority,
    period.period_id,
    count(*) as numerator
from reference.period as period
join core.strategy_discussion as discussion
  on discussion.discussion_on between period.start_date and period.end_date
group by discussion.authority, period.period_id

/* examples

[[example]]
because = "by the day it was held"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | child_id | discussion_on
------------+----------+--------------
S1          | A        | 2022-04-01
S2          | A        | 2022-06-30
S3          | B        | 2022-07-01
"""
expect  = { numerator = 2 }
*/
