/*
ref        = "SP01C"
title      = "Children in strategy discussions"
definition = "Children under 18 about whom at least one strategy discussion was held in the period; each child counts once, however many there were."
why        = "Several discussions about one child can hide how few children they concern, and how long one waits."
basis      = "Working Together: strategy discussion"
unit       = "count"
better     = "neither"
kind       = "flow"
audiences  = ["child_exploitation"]
questions  = ["Which children were discussed again and again?"]
*/
with child as (
    select
        discussion.authority,
        period.period_id,
        discussion.child_id
    from reference.period as period
    join core.strategy_discussion as discussion
      on discussion.discussion_on between period.start_date and period.end_date
    where discussion.adult_on is null
       or discussion.adult_on > discussion.discussion_on
    group by discussion.authority, period.period_id, discussion.child_id
)

select
    child.authority,
    child.period_id,
    count(*) as numerator
from child
group by child.authority, child.period_id

/* examples

[[example]]
because = "two discussions about one child are one child"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | child_id | discussion_on
------------+----------+--------------
S1          | A        | 2022-04-01
S2          | A        | 2022-06-30
S3          | B        | 2022-05-01
S4          | C        | 2022-07-01
"""
expect  = { numerator = 2 }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | child_id | discussion_on | adult_on
------------+----------+---------------+-----------
S1          | A        | 2022-05-10    | 2022-05-10
S2          | B        | 2022-05-10    | 2022-05-11
"""
expect  = { numerator = 1 }
*/
