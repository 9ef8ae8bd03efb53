/*
ref        = "CN07"
title      = "Episodes of need started"
definition = "Episodes of need of children under 18 that began in the period. Those open before it, plus these, less those that ended (CN07E) and less those whose child turned 18 in it with the episode open, are those open at its end."
why        = "Tells whether the number of children in need grows because more come or because fewer leave."
basis      = "Children in need census, table B1"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["Do starts and ends keep step?"]
*/
select
    episode.authority,
    period.period_id,
    episode.primary_need,
    count(*) as numerator
from reference.period as period
join core.cin_episode as episode
  on episode.start_on between period.start_date and period.end_date
where (episode.adult_on is null or episode.adult_on > episode.start_on)
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, episode.primary_need)
)

/* examples

[[example]]
because = "by the first day of the spell"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | start_on   | end_on     | primary_need
-----------+------------+------------+-------------
E1         | 2022-04-01 | 2022-04-01 | Abuse
E2         | 2022-06-30 |            | Disability
E3         | 2022-03-31 |            | Abuse
"""
expect    = { numerator = 2 }
expect_by = { primary_need = { Abuse = [1], Disability = [1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | start_on   | end_on | primary_need | adult_on
-----------+------------+--------+--------------+-----------
E1         | 2022-05-10 |        | Abuse        | 2022-05-10
E2         | 2022-05-10 |        | Abuse        | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { primary_need = { Abuse = [1] } }
*/
