/*
ref        = "MH09"
title      = "Median time from police report to notification"
definition = "The median number of hours between a report of a missing child under 18 and the moment the authority was told, among the episodes reported in the period for which both are known; one of which the authority was told before the report is out."
why        = "Nobody can help a child they have not heard of."
basis      = "Police reports of missing children"
unit       = "hours"
better     = "lower"
kind       = "flow"
audiences  = ["child_exploitation"]
questions  = ["Which reports came late, and at what time of day?"]
*/
select
    episode.authority,
    period.period_id,
    percentile_cont(0.5) within group (
        order by date_diff('second', episode.reported_at, episode.notified_at)
    ) / 3600 as numerator
from reference.period as period
join core.missing_episode as episode
  on episode.reported_on between period.start_date and period.end_date
where episode.notified_at >= episode.reported_at
  and (episode.adult_on is null or episode.adult_on > episode.reported_on)
group by episode.authority, period.period_id

/* examples

[[example]]
because = "30, 90 and 600 minutes have the median of one and a half hours; one not notified is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | reported_on | reported_at      | notified_at
-----------+-------------+------------------+-----------------
E1         | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 10:30
E2         | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 11:30
E3         | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 20:00
E4         | 2022-05-01  | 2022-05-01 10:00 |
"""
expect  = { numerator = 1.5 }

[[example]]
because = "18 on the day is out, a day younger is in; told at once is no time, told before the report is left out: the median of 0 and 30 minutes"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | reported_on | reported_at      | notified_at      | adult_on
-----------+-------------+------------------+------------------+-----------
E1         | 2022-05-10  | 2022-05-10 10:00 | 2022-05-10 20:00 | 2022-05-10
E2         | 2022-05-10  | 2022-05-10 10:00 | 2022-05-10 10:30 | 2022-05-11
E3         | 2022-05-10  | 2022-05-10 10:00 | 2022-05-10 09:00 |
E4         | 2022-05-10  | 2022-05-10 10:00 | 2022-05-10 10:00 |
"""
expect  = { numerator = 0.25 }
*/
