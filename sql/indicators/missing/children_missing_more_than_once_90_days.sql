/*
ref        = "MH03R"
title      = "Children missing more than once in 90 days"
definition = "Of the children under 18 reported missing in the 90 days that end with the period, its last day included, the share with two or more missing episodes in those days. The same length whatever the period, so every period compares."
why        = "Shows repeats soon, and alike for a month and a year."
basis      = "Police reports of missing children"
unit       = "%"
better     = "lower"
kind       = "snapshot"
look_back  = 2
audiences  = ["child_exploitation"]
questions  = ["Is this the same small group as before?"]
*/
with child as (
    select
        episode.authority,
        period.period_id,
        episode.child_key,
        count(*) as episodes
    from reference.period as period
    join core.missing_episode as episode
      on episode.reported_on <= period.end_date
     and episode.reported_on > cast(period.end_date - interval 90 days as date)
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
because = "90 days end on 30 June with 2 April as the first"
period  = ["2022-06-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on
-----------+-----------+------------
E1         | A         | 2022-04-02
E2         | A         | 2022-06-30
E3         | B         | 2022-04-01
E4         | B         | 2022-06-30
"""
expect  = { numerator = 1, denominator = 2 }
*/
