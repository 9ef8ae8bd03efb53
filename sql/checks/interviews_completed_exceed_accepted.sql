/*
code       = "K01"
title      = "More interviews held in time than accepted"
severity   = "query"
marks      = "impossible"
message    = "More return home interviews were completed within 72 hours (setting interview_hours) than were accepted for the children who returned in the month: the log contradicts itself, so its interview figures cannot be right."
why        = "A share above 100% is impossible, and the page would say so."
remedy     = "Check the interview log of the month: record the acceptance of each interview that was held, and look for figures copied from another table."
indicators = ["MH06", "MH07", "MH07B"]
*/
with limits as (
    select
        setting.authority,
        cast(setting.value as integer) as hours
    from reference.setting as setting
    where setting.name = 'interview_hours'
)

select
    episode.authority,
    period.period_id,
    count(*) filter (
        where episode.rhi_completed_at between episode.returned_at
          and episode.returned_at + interval 1 hour * coalesce(limits.hours, 72)
    ) as completed_in_time,
    count(*) filter (where episode.rhi_accepted) as accepted
from reference.period as period
join core.missing_episode as episode
  on episode.returned_on between period.start_date and period.end_date
left join limits
  on limits.authority = episode.authority
where period.window_name = 'month'
  and episode.rhi_required
  and (episode.adult_on is null or episode.adult_on > episode.returned_on)
group by episode.authority, period.period_id
having
    count(*) filter (
        where episode.rhi_completed_at between episode.returned_at
          and episode.returned_at + interval 1 hour * coalesce(limits.hours, 72)
    ) > count(*) filter (where episode.rhi_accepted)

/* examples

[[example]]
because = "two held in time and one accepted cannot both be right"
period  = ["2022-08-01", "2022-08-31"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+--------------+--------------+-----------------
E1         | 2022-08-01 09:00 | 2022-08-01  | true         | true         | 2022-08-02 09:00
E2         | 2022-08-05 09:00 | 2022-08-05  | true         |              | 2022-08-06 09:00
"""
expect_rows = 1

[[example]]
because = "as many as were accepted is possible; one held late, one of another authority's child and one of another month are not compared"
period  = ["2022-08-01", "2022-08-31"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+--------------+--------------+-----------------
E1         | 2022-08-01 09:00 | 2022-08-01  | true         | true         | 2022-08-02 09:00
E2         | 2022-08-05 09:00 | 2022-08-05  | true         |              | 2022-08-09 09:00
E3         | 2022-08-05 09:00 | 2022-08-05  | false        |              | 2022-08-06 09:00
E4         | 2022-09-01 09:00 | 2022-09-01  | true         |              | 2022-09-02 09:00
"""
expect_rows = 0

[[example]]
because = "in time is what the partnership says it is: of two held after 60 and 61 hours one was accepted, which 48 hours do not compare"
period  = ["2022-08-01", "2022-08-31"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+--------------+--------------+-----------------
E1         | 2022-08-01 09:00 | 2022-08-01  | true         | true         | 2022-08-03 21:00
E2         | 2022-08-05 09:00 | 2022-08-05  | true         |              | 2022-08-07 22:00
"""
given."reference.setting" = """
name            | value
----------------+------
interview_hours | 48
reports_due     | 3
"""
expect_rows = 0

[[example]]
because = "on the first and the last day of the month, at the moment of the return and 72 hours after it to the minute, and of a child a day under 18, are compared; one accepted is one, held or not"
period  = ["2022-08-01", "2022-08-31"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_required | rhi_accepted | rhi_completed_at | adult_on
-----------+------------------+-------------+--------------+--------------+------------------+-----------
E1         | 2022-08-01 09:00 | 2022-08-01  | true         |              | 2022-08-04 09:00 |
E2         | 2022-08-31 09:00 | 2022-08-31  | true         |              | 2022-08-31 09:00 |
E3         | 2022-08-05 09:00 | 2022-08-05  | true         | false        | 2022-08-06 09:00 | 2022-08-06
E4         | 2022-08-05 09:00 | 2022-08-05  | true         | true         |                  |
"""
expect = """
period_id     | completed_in_time | accepted
--------------+-------------------+---------
month:2022-08 | 3                 | 1
"""

[[example]]
because = "a minute too late, before the return, and of somebody who was 18 on the day are not compared; nor is one of the day before the month"
period  = ["2022-08-01", "2022-08-31"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_required | rhi_accepted | rhi_completed_at | adult_on
-----------+------------------+-------------+--------------+--------------+------------------+-----------
E1         | 2022-08-01 09:00 | 2022-08-01  | true         |              | 2022-08-04 09:01 |
E2         | 2022-08-31 09:00 | 2022-08-31  | true         |              | 2022-08-31 08:59 |
E3         | 2022-08-05 09:00 | 2022-08-05  | true         |              | 2022-08-06 09:00 | 2022-08-05
E4         | 2022-07-31 09:00 | 2022-07-31  | true         |              | 2022-08-01 09:00 |
"""
expect_rows = 0
*/
