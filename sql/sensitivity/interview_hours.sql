/*
setting    = "interview_hours"
indicators = ["MH07", "MH07B", "MH07C"]
says       = "interviews were held within an hour of the limit, before or after it"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
),

limits as (
    select
        setting.authority,
        cast(setting.value as integer) as hours
    from reference.setting as setting
    where setting.name = 'interview_hours'
)

select
    episode.authority,
    count(*) filter (
        where episode.rhi_completed_at
            between episode.returned_at + interval 1 hour * (coalesce(limits.hours, 72) - 1)
            and episode.returned_at + interval 1 hour * (coalesce(limits.hours, 72) + 1)
    ) as on_limit,
    count(*) as records
from core.missing_episode as episode
join reported
  on episode.returned_on between reported.first_day and reported.last_day
left join limits
  on limits.authority = episode.authority
where episode.rhi_required
  and episode.rhi_completed_at is not null
group by episode.authority

/* examples

[[example]]
because = "71 and 73 hours are on the limit and a minute beyond is not; an interview that never was is left out"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_required | rhi_completed_at
-----------+------------------+-------------+--------------+-----------------
E1         | 2022-05-01 09:00 | 2022-05-01  | true         | 2022-05-04 08:00
E2         | 2022-05-01 09:00 | 2022-05-01  | true         | 2022-05-04 10:00
E3         | 2022-05-01 09:00 | 2022-05-01  | true         | 2022-05-04 10:01
E4         | 2022-05-01 09:00 | 2022-05-01  | true         |
E5         | 2022-05-01 09:00 | 2022-05-01  | false        | 2022-05-04 09:00
"""
expect  = [2, 3]
*/
