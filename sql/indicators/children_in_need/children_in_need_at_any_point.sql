/*
ref        = "CN03"
title      = "Children in need at any point"
definition = "Children with an episode of need open on at least one day of the period on which they were under 18, each counted once in each period, by the primary need of the child's latest episode in it. It is higher than the number on any day and must never be set against one."
why        = "Everyone whom children's social care helped in the period."
basis      = "Children in need census: at any point, table B1"
unit       = "count"
better     = "neither"
kind       = "flow"
statistic  = "any time"
audiences  = ["executive", "child_neglect"]
questions  = ["Which needs bring children here?"]
comparator = "CIN children at any point"
*/
with episode_in_period as (
    select
        episode.authority,
        period.period_id,
        episode.child_id,
        episode.primary_need,
        row_number() over (
            partition by episode.authority, period.period_id, episode.child_id
            order by episode.start_on desc, episode.episode_id
        ) as from_latest
    from reference.period as period
    join core.cin_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on >= period.start_date)
    where episode.adult_on is null
       or (episode.adult_on > episode.start_on and episode.adult_on > period.start_date)
)

select
    child.authority,
    child.period_id,
    child.primary_need,
    count(*) as numerator
from episode_in_period as child
where child.from_latest = 1
group by grouping sets (
    (child.authority, child.period_id),
    (child.authority, child.period_id, child.primary_need)
)

/* examples

[[example]]
because = "two episodes are one child, with the need of the latest; ended on the first day and started on the last are in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | primary_need           | adult_on
-----------+----------+------------+------------+------------------------+-----------
E1         | A        | 2021-01-01 | 2022-04-01 | Abuse or neglect       |
E2         | A        | 2022-06-30 |            | Family in acute stress |
E3         | B        | 2021-01-01 | 2022-03-31 | Abuse or neglect       |
E4         | C        | 2022-07-01 |            | Abuse or neglect       |
E5         | D        | 2021-01-01 |            | Abuse or neglect       | 2022-04-02
E6         | E        | 2021-01-01 |            | Abuse or neglect       | 2022-04-01
"""
expect    = { numerator = 2 }
expect_by = { primary_need = { "Family in acute stress" = [1], "Abuse or neglect" = [1] } }
*/
