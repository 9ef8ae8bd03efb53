/*
ref        = "MH04"
title      = "Missing episodes of children missing more than once"
definition = "Of the missing episodes of children under 18 reported in the period, the share that concern children with two or more in the same period. A longer period finds more repeats, so compare periods of equal length only."
why        = "A few children who go missing often need a plan of their own, not one interview after another."
basis      = "Police reports of missing children"
unit       = "%"
better     = "lower"
kind       = "flow"
audiences  = ["executive", "child_exploitation"]
questions  = ["Who are the children missing most often, and what does each plan say?"]
*/
with child as (
    select
        episode.authority,
        period.period_id,
        episode.child_key,
        count(*) as episodes
    from reference.period as period
    join core.missing_episode as episode
      on episode.reported_on between period.start_date and period.end_date
    where episode.adult_on is null
       or episode.adult_on > episode.reported_on
    group by episode.authority, period.period_id, episode.child_key
)

select
    child.authority,
    child.period_id,
    sum(case when child.episodes >= 2 then child.episodes else 0 end) as numerator,
    sum(child.episodes) as denominator
from child
group by child.authority, child.period_id

/* examples

[[example]]
because = "three episodes of one child and two of another of the six reported; a second one outside the period is no repeat"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on
-----------+-----------+------------
E1         | A         | 2022-04-01
E2         | A         | 2022-04-02
E3         | A         | 2022-06-30
E4         | B         | 2022-05-01
E5         | B         | 2022-05-09
E6         | C         | 2022-06-30
E7         | C         | 2022-07-01
"""
expect  = { numerator = 5, denominator = 6 }
*/
