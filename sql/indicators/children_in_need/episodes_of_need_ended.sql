/*
ref        = "CN07E"
title      = "Episodes of need ended"
definition = "Episodes of need of children under 18 that ended in the period, by reason for closing."
why        = "Shows how families leave: with their needs met, to early help, or by moving away."
basis      = "Children in need census, table B1: reason for closure"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["How many came back within twelve months?"]
*/
select
    episode.authority,
    period.period_id,
    coalesce(close_reason.close_reason, 'Not recorded') as close_reason,
    count(*) as numerator
from reference.period as period
join core.cin_episode as episode
  on episode.end_on between period.start_date and period.end_date
left join reference.close_reason as close_reason
  on close_reason.close_reason_code = episode.close_reason_code
where episode.adult_on is null
   or episode.adult_on > episode.end_on
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, coalesce(close_reason.close_reason, 'Not recorded'))
)

/* examples

[[example]]
because = "by the last day of the spell"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | start_on   | end_on     | close_reason_code
-----------+------------+------------+------------------
E1         | 2022-01-01 | 2022-04-01 | RC2
E2         | 2022-01-01 | 2022-06-30 |
E3         | 2022-01-01 | 2022-07-01 | RC2
E4         | 2022-01-01 |            |
"""
expect    = { numerator = 2 }
expect_by = { close_reason = { Died = [1], "Not recorded" = [1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | start_on   | end_on     | close_reason_code | adult_on
-----------+------------+------------+-------------------+-----------
E1         | 2022-01-01 | 2022-05-10 | RC2               | 2022-05-10
E2         | 2022-01-01 | 2022-05-10 | RC2               | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { close_reason = { Died = [1] } }
*/
