/*
ref        = "CL01"
title      = "Children looked after, as the corporate parenting board reports them"
definition = "Children looked after by the authority on the last day of the period, as the report of the corporate parenting board gives them. Another board's figure, entered by hand: whose it is stands beside it. Not supplied where nobody entered one."
why        = "It completes the picture of children in need and with plans; the board that answers for it is another one."
basis      = "Report of the corporate parenting board; DfE's SSDA903 return"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["policy_workforce"]
questions  = ["Does it move with the children in need, and with plans?"]
*/
select
    manual_figure.authority,
    period.period_id,
    manual_figure.figure as numerator
from reference.period as period
join core.manual_figure as manual_figure
  on manual_figure.period_id = period.period_id
where manual_figure.indicator = 'CL01'

/* examples

[[example]]
because = "the figure that was entered for the period, and no other indicator's"
period  = ["2022-04-01", "2022-06-30"]
given."core.manual_figure" = """
indicator | period_id          | figure | out_of
----------+--------------------+--------+-------
CL01     | quarter:2022-23-Q1 | 12     | 20
CL01     | month:2022-04      | 5      | 20
XX01      | quarter:2022-23-Q1 | 1      | 2
"""
expect  = { numerator = 12 }
*/
