/*
ref        = "PA03A"
title      = "Multi-agency audits completed of those planned"
definition = "Of the multi-agency audits that the partnership's plan has for the period, the share that was completed. Entered by hand in the log of the business unit: whose figure it is stands beside it. Not supplied where nobody entered one."
why        = "Audits say what no count can: whether the work was good."
basis      = "Plan of the partnership's quality and audit group"
unit       = "%"
better     = "higher"
kind       = "flow"
counts_people = false
audiences  = ["policy_workforce"]
questions  = ["What did the audits change?"]
*/
select
    manual_figure.authority,
    period.period_id,
    manual_figure.figure as numerator,
    manual_figure.out_of as denominator
from reference.period as period
join core.manual_figure as manual_figure
  on manual_figure.period_id = period.period_id
where manual_figure.indicator = 'PA03A'

/* examples

[[example]]
because = "the figure that was entered for the period, and no other indicator's"
period  = ["2022-04-01", "2022-06-30"]
given."core.manual_figure" = """
indicator | period_id          | figure | out_of
----------+--------------------+--------+-------
PA03A     | quarter:2022-23-Q1 | 12     | 20
PA03A     | month:2022-04      | 5      | 20
XX01      | quarter:2022-23-Q1 | 1      | 2
"""
expect  = { numerator = 12, denominator = 20 }
*/
