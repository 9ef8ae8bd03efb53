/*
ref        = "CN03E"
title      = "Episodes of need at any point"
definition = "Episodes of need open on at least one day of the period on which the child was under 18. Overlapping episodes of a child are one; an episode that starts on the day the last one ends is another."
why        = "The difference to the number of children is the children who came back within the period."
basis      = "Children in need census: at any point, table B1"
unit       = "count"
better     = "neither"
kind       = "flow"
statistic  = "any time"
audiences  = ["child_neglect"]
questions  = ["How many children had more than one episode?"]
comparator = "CIN episodes at any point"
differs    = "the census leaves out of its opening position episodes that a later return found not to be in need, and counts care leavers of 18 and over"
*/
select
    episode.authority,
    period.period_id,
    count(*) as numerator
from reference.period as period
join core.cin_episode as episode
  on episode.start_on <= period.end_date
 and (episode.end_on is null or episode.end_on >= period.start_date)
where episode.adult_on is null
   or (episode.adult_on > episode.start_on and episode.adult_on > period.start_date)
group by episode.authority, period.period_id

/* examples

[[example]]
because = "each episode counts, those that only touch the first or the last day too"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | adult_on
-----------+----------+------------+------------+-----------
E1         | A        | 2021-01-01 | 2022-04-01 |
E2         | A        | 2022-06-30 |            |
E3         | B        | 2021-01-01 | 2022-03-31 |
E4         | C        | 2021-01-01 |            | 2022-04-01
"""
expect  = { numerator = 2 }

[[example]]
because = "an episode after the period is out; 18 when it starts is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on | adult_on
-----------+----------+------------+--------+-----------
E1         | A        | 2022-07-01 |        |
E2         | B        | 2022-05-10 |        | 2022-05-10
E3         | C        | 2022-05-10 |        | 2022-05-11
"""
expect  = { numerator = 1 }
*/
