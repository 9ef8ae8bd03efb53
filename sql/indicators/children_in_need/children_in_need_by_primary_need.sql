/*
ref        = "CN05"
title      = "Children in need by primary need"
definition = "Children in need at the end of the period's last day (as counted in CN01), by the primary need recorded on the referral that began the episode. It counts children on one day; the children of a whole period by need are CN03."
why        = "What brings children to the attention of children's social care."
basis      = "Children in need census: primary need, table B3"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Is Not stated growing?", "Does neglect follow what schools and health see?"]
*/
-- spells of need of one child never share a day: on each it has one at most
select
    episode.authority,
    period.period_id,
    episode.primary_need,
    count(*) as numerator
from reference.period as period
join core.cin_episode as episode
  on episode.start_on <= period.end_date
 and (episode.end_on is null or episode.end_on > period.end_date)
where episode.adult_on is null
   or episode.adult_on > period.end_date
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, episode.primary_need)
)

/* examples

[[example]]
because = "each child open at the end of the day counts under the need of its episode"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | primary_need       | adult_on
-----------+----------+------------+------------+--------------------+-----------
E1         | A        | 2022-06-30 |            | Abuse or neglect   |
E2         | B        | 2022-01-01 | 2022-06-30 | Abuse or neglect   |
E3         | B        | 2022-06-30 |            | Child's disability |
E4         | C        | 2022-01-01 |            | Not recorded       |
E5         | D        | 2022-01-01 |            | Abuse or neglect   | 2022-06-30
"""
expect    = { numerator = 3 }
expect_by = { primary_need = { "Abuse or neglect" = [1], "Child's disability" = [1], "Not recorded" = [1] } }

[[example]]
because = "a start and an end after the day were not known, an end before it was; a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | primary_need | adult_on
-----------+----------+------------+------------+--------------+-----------
E1         | A        | 2022-07-01 |            | Abuse        |
E2         | B        | 2022-01-01 | 2022-07-01 | Abuse        |
E3         | C        | 2022-01-01 |            | Abuse        | 2022-07-01
E4         | D        | 2022-01-01 | 2022-05-01 | Abuse        |
"""
expect    = { numerator = 2 }
expect_by = { primary_need = { Abuse = [2] } }

[[example]]
because = "an episode that ends on the day is closed"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | primary_need
-----------+----------+------------+------------+-------------
E1         | A        | 2022-01-01 | 2022-06-30 | Abuse
"""
expect  = {  }
*/
