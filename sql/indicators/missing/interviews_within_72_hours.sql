/*
ref        = "MH07"
title      = "Return home interviews held within 72 hours"
definition = "Of the missing episodes that ended in the period and required an interview, the share whose interview was held within 72 elapsed hours (setting interview_hours) of the child's return. Weekends and nights count; an interview at exactly 72 hours is in time; one recorded before the return is not. Children placed here by another authority are a line of their own outside the figure."
why        = "A prompt conversation is the best chance to learn why a child went and to stop it happening again."
basis      = "Statutory guidance on children who run away or go missing, 2014"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_exploitation"]
questions  = ["What stops the late ones?", "Which were offered late rather than declined?"]
*/
with limits as (
    select
        setting.authority,
        cast(setting.value as integer) as hours
    from reference.setting as setting
    where setting.name = 'interview_hours'
),

episode as (
    select
        missing_episode.authority,
        missing_episode.returned_on,
        missing_episode.missing_from,
        missing_episode.placed_by,
        missing_episode.rhi_required,
        case
            when missing_episode.rhi_completed_at between missing_episode.returned_at
             and missing_episode.returned_at + interval 1 hour * coalesce(limits.hours, 72) then 1
            else 0
        end as is_in_time
    from core.missing_episode as missing_episode
    left join limits
      on limits.authority = missing_episode.authority
    where missing_episode.rhi_due
      and (missing_episode.adult_on is null or missing_episode.adult_on > missing_episode.returned_on)
)

select
    episode.authority,
    period.period_id,
    episode.missing_from,
    episode.placed_by,
    sum(episode.is_in_time) as numerator,
    count(*) as denominator
from reference.period as period
join episode
  on episode.returned_on between period.start_date and period.end_date
group by grouping sets (
    (episode.authority, period.period_id, episode.rhi_required),
    (episode.authority, period.period_id, episode.rhi_required, episode.missing_from),
    (episode.authority, period.period_id, episode.rhi_required, episode.placed_by)
)
-- children placed here by another authority stand in a line of their own, outside the whole
having episode.rhi_required or episode.placed_by is not null

/* examples

[[example]]
because = "an interview at exactly 72 hours is in time; one a minute later, or before the return, is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | missing_from | rhi_due | rhi_required | rhi_completed_at
-----------+------------------+-------------+--------------+---------+--------------+-----------------
E1         | 2022-05-01 09:00 | 2022-05-01  | Home         | true    | true         | 2022-05-04 09:00
E2         | 2022-05-01 09:00 | 2022-05-01  | Home         | true    | true         | 2022-05-04 09:01
E3         | 2022-05-01 09:00 | 2022-05-01  | Home         | true    | true         | 2022-04-30 10:00
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { missing_from = { Home = [1, 3] } }

[[example]]
because = "returned 24 March 20:00 GMT, the clocks go forward on the 26th, so 72 hours end on 27 March at 21:00 BST, which is 20:00 UTC"
period  = ["2023-03-01", "2023-03-31"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | missing_from | rhi_due | rhi_required | rhi_completed_at
-----------+------------------+-------------+--------------+---------+--------------+-----------------
E1         | 2023-03-24 20:00 | 2023-03-24  | Home         | true    | true         | 2023-03-27 20:00
E2         | 2023-03-24 20:00 | 2023-03-24  | Home         | true    | true         | 2023-03-27 20:01
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "missing again before the interview, declined, or a placing authority elsewhere: the first two are still due, the last stands in a line of its own"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | missing_from | placed_by       | rhi_due | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+--------------+-----------------+---------+--------------+--------------+-----------------
E1         | 2022-05-01 09:00 | 2022-05-01  | Home         | This authority  | true    | true         | true         |
E2         | 2022-05-03 09:00 | 2022-05-03  | Home         | This authority  | true    | true         | false        |
E3         | 2022-05-03 09:00 | 2022-05-03  | Foster care  | Other authority | true    | false        | true         | 2022-05-04 09:00
"""
expect    = { numerator = 0, denominator = 2 }
expect_by = { placed_by = { "This authority" = [0, 2], "Other authority" = [1, 1] }, missing_from = { Home = [0, 2] } }

[[example]]
because = "18 on the day of return is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_due | rhi_required | rhi_accepted | rhi_completed_at | adult_on
-----------+------------------+-------------+---------+--------------+--------------+------------------+-----------
E1         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-11 09:00 | 2022-05-10
E2         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-20 09:00 | 2022-05-11
"""
expect  = { numerator = 0, denominator = 1 }

[[example]]
because = "where the partnership gives 48 hours, a minute more is late"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name            | value
----------------+------
interview_hours | 48
reports_due     | 3
"""
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_due | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+---------+--------------+--------------+-----------------
E1         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-12 09:00
E2         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-12 09:01
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "where another authority owes the interview, one that is not due is in no line"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | placed_by       | rhi_due | rhi_required | rhi_offered | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+-----------------+---------+--------------+-------------+--------------+-----------------
E1         | 2022-05-10 09:00 | 2022-05-10  | Other authority | false   | false        | true        | true         | 2022-05-11 09:00
E2         | 2022-05-10 09:00 | 2022-05-10  | Other authority | true    | false        | true        | true         | 2022-05-20 09:00
E3         | 2022-05-10 09:00 | 2022-05-10  | This authority  | true    | true         | true        | true         | 2022-05-20 09:00
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { placed_by = { "This authority" = [0, 1], "Other authority" = [0, 1] } }
*/
