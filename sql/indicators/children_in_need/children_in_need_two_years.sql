/*
ref        = "CN06"
title      = "Children in need for two years or more"
definition = "Of the children that CN01 counts at the end of the period, the share whose present episode of need began two calendar years before it or earlier."
why        = "Help that goes on for years without an end may not be helping."
basis      = "Children in need census: duration of open episodes"
unit       = "%"
better     = "lower"
kind       = "snapshot"
audiences  = ["child_neglect"]
questions  = ["When was each of them last looked at afresh?"]
*/
with child as (
    select
        episode.authority,
        period.period_id,
        period.end_date,
        episode.child_id,
        min(episode.start_on) as start_on,
        max(episode.primary_need) as primary_need
    from reference.period as period
    join core.cin_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
    group by episode.authority, period.period_id, period.end_date, episode.child_id
)

select
    child.authority,
    child.period_id,
    child.primary_need,
    count(*) filter (where child.start_on <= cast(child.end_date - interval 24 months as date)) as numerator,
    count(*) as denominator
from child
group by grouping sets (
    (child.authority, child.period_id),
    (child.authority, child.period_id, child.primary_need)
)

/* examples

[[example]]
because = "two years to the day are two years; a closed episode does not count on"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | primary_need
-----------+----------+------------+------------+-------------
E1         | A        | 2020-06-30 |            | Abuse
E2         | B        | 2020-07-01 |            | Abuse
E3         | C        | 2018-01-01 | 2022-06-30 | Abuse
E4         | D        | 2018-01-01 | 2022-07-01 | Disability
"""
expect    = { numerator = 2, denominator = 3 }
expect_by = { primary_need = { Abuse = [1, 2], Disability = [1, 1] } }
*/
