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
differs    = "the census leaves out of its opening position episodes that a later return found not to be in need, and counts care leavers of 18 and over"
*/
with episode as (
    select
        cin_episode.authority,
        cin_episode.child_id,
        cin_episode.primary_need,
        cin_episode.start_on,
        cin_episode.end_on,
        cin_episode.adult_on,
        lead(cin_episode.start_on) over (
            partition by cin_episode.authority, cin_episode.child_id
            order by cin_episode.start_on, cin_episode.episode_id desc
        ) as next_start_on,
        lead(cin_episode.end_on) over (
            partition by cin_episode.authority, cin_episode.child_id
            order by cin_episode.start_on, cin_episode.episode_id desc
        ) as next_end_on
    from core.cin_episode as cin_episode
    where cin_episode.adult_on is null
       or cin_episode.adult_on > cin_episode.start_on
)

select
    episode.authority,
    period.period_id,
    episode.primary_need,
    count(*) as numerator
from reference.period as period
join episode
  on episode.start_on <= period.end_date
 and (episode.end_on is null or episode.end_on >= period.start_date)
where (episode.adult_on is null or episode.adult_on > period.start_date)
  -- episodes of a child do not overlap, so the latest one in the period is the one after which none touches it
  and (
      episode.next_start_on is null
      or episode.next_start_on > period.end_date
      or episode.next_end_on < period.start_date
  )
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, episode.primary_need)
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

[[example]]
because = "18 when the episode starts is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on | primary_need | adult_on
-----------+----------+------------+--------+--------------+-----------
E1         | A        | 2022-05-10 |        | Abuse        | 2022-05-10
E2         | B        | 2022-05-10 |        | Abuse        | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { primary_need = { Abuse = [1] } }

[[example]]
because = "a child whose one episode in the period ended on its first day is in, though the next begins after it"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | primary_need
-----------+----------+------------+------------+-------------
E1         | A        | 2021-01-01 | 2022-04-01 | Abuse
E2         | A        | 2022-07-01 |            | Disability
"""
expect    = { numerator = 1 }
expect_by = { primary_need = { Abuse = [1] } }
*/
