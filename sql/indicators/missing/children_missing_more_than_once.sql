/*
ref        = "MH03"
title      = "Children missing more than once"
definition = "Of the children under 18 reported missing in the period, the share with two or more missing episodes reported in the same period. A longer period finds more repeats, so compare periods of equal length only."
why        = "The risk grows with every episode."
basis      = "Police reports of missing children"
unit       = "%"
better     = "lower"
kind       = "flow"
audiences  = ["child_exploitation"]
questions  = ["Who are they, and what does each plan say?"]
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
    count(*) filter (where child.episodes >= 2) as numerator,
    count(*) as denominator
from child
group by child.authority, child.period_id

/* examples

[[example]]
because = "one of two; a second report outside the period is no repeat"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on
-----------+-----------+------------
E1         | A         | 2022-04-01
E2         | A         | 2022-06-30
E3         | B         | 2022-06-30
E4         | B         | 2022-07-01
"""
expect  = { numerator = 1, denominator = 2 }
*/
