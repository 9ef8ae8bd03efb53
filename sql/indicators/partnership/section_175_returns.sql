/*
ref        = "PA02R"
title      = "Section 175 returns received from schools"
definition = "Of the schools and colleges asked for a return under section 175 (and section 157) for the year, the share that had returned it by the end of the period. Entered by hand in the log of the business unit: whose figure it is stands beside it. Not supplied where nobody entered one."
why        = "Schools see children every day, and the partnership has to know that they are safe there."
basis      = "Education Act 2002, sections 157 and 175; Working Together"
unit       = "%"
better     = "higher"
kind       = "snapshot"
counts_people = false
audiences  = ["policy_workforce"]
questions  = ["Which schools have not returned it two years running?"]
*/
select
    manual_figure.authority,
    period.period_id,
    manual_figure.figure as numerator,
    manual_figure.out_of as denominator
from reference.period as period
join core.manual_figure as manual_figure
  on manual_figure.period_id = period.period_id
where manual_figure.indicator = 'PA02R'

/* examples

[[example]]
because = "the figure that was entered for the period, and no other indicator's"
period  = ["2022-04-01", "2022-06-30"]
given."core.manual_figure" = """
indicator | period_id          | figure | out_of
----------+--------------------+--------+-------
PA02R     | quarter:2022-23-Q1 | 12     | 20
PA02R     | month:2022-04      | 5      | 20
XX01      | quarter:2022-23-Q1 | 1      | 2
"""
expect  = { numerator = 12, denominator = 20 }
*/
