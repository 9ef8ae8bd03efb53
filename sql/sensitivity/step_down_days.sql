/*
setting    = "step_down_working_days"
indicators = ["EH03"]
says       = "step-downs were taken up on the last working day allowed or the one after"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
)

select
    episode.authority,
    count(distinct episode.episode_id) filter (
        where began.working_day_number - closed.working_day_number
            between coalesce(cast(setting.value as integer), 10) and coalesce(cast(setting.value as integer), 10) + 1
    ) as on_limit,
    count(distinct episode.episode_id) as records
from core.cin_episode as episode
join reported
  on episode.end_on between reported.first_day and reported.last_day
join reference.calendar as closed
  on closed.day = episode.end_on
left join core.early_help_episode as help
  on help.authority = episode.authority
 and help.child_id = episode.child_id
 and help.start_on >= episode.end_on
left join reference.calendar as began
  on began.day = help.start_on
left join reference.setting as setting
  on setting.authority = episode.authority
 and setting.name = 'step_down_working_days'
where episode.close_reason_code = 'RC9'
group by episode.authority

/* examples

[[example]]
because = "the tenth and the eleventh working day are on the limit; the first is not"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-06 | 2022-06-01 | 2022-06-30
"""
given."core.cin_episode" = """
episode_id | child_id | end_on     | close_reason_code
-----------+----------+------------+------------------
E1         | A        | 2022-06-01 | RC9
E2         | B        | 2022-06-01 | RC9
E3         | C        | 2022-06-01 | RC9
E4         | D        | 2022-06-01 | RC8
"""
given."core.early_help_episode" = """
episode_key | child_id | start_on
------------+----------+-----------
K1          | A        | 2022-06-17
K2          | B        | 2022-06-20
K3          | C        | 2022-06-06
"""
expect  = [2, 3]
*/
