/*
code       = "K35"
title      = "People of 18 and over on the books"
severity   = "note"
message    = "The person is 18 or over on the last day of the data and has an open episode of need. Care leavers may be helped until they are 25; they are in no measure of children and are shown here, so that the figures can be reconciled with the census."
why        = "A figure that counts adults cannot be compared with the census."
remedy     = "Nothing, if the person is still helped; otherwise close the episode, or correct the birth date."
indicators = ["CN01"]
*/
with last_day as (
    select
        max(period.end_date) as day
    from reference.period as period
)

select
    episode.authority,
    episode.episode_id,
    episode.child_id,
    episode.start_on,
    episode.adult_on
from core.cin_episode as episode
cross join last_day
where episode.start_on <= last_day.day
  and (episode.end_on is null or episode.end_on > last_day.day)
  and episode.adult_on <= last_day.day

/* examples

[[example]]
because = "18 on the last day is 18; of unknown age is not known to be"
period  = ["2022-06-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | adult_on
-----------+----------+------------+------------+-----------
E1         | A        | 2022-01-01 |            | 2022-06-30
E2         | B        | 2022-01-01 |            | 2022-07-01
E3         | C        | 2022-01-01 |            |
E4         | D        | 2022-01-01 | 2022-06-30 | 2022-06-01
"""
expect = """
episode_id
----------
E1
"""

[[example]]
because = "the last day is that of the newest month; an episode from that day on is in, one from the next is not yet, and one that ends the next day is still open"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-05 | 2022-05-01 | 2022-05-31
month:2022-06 | 2022-06-01 | 2022-06-30
"""
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | adult_on
-----------+----------+------------+------------+-----------
E1         | A        | 2022-06-30 |            | 2022-06-30
E2         | B        | 2022-07-01 |            | 2022-06-30
E3         | C        | 2022-01-01 | 2022-07-01 | 2022-06-15
"""
expect = """
episode_id
----------
E1
E3
"""
*/
