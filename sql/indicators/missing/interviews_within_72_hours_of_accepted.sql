/*
ref        = "MH07B"
title      = "Interviews held within 72 hours for every 100 accepted"
definition = "Return home interviews held within 72 elapsed hours (setting interview_hours) of the child's return, as a share of the interviews accepted, for missing episodes that ended in the period and required one. Both are counted as the log has them, so a log in which more were held than accepted shows more than 100% and is marked as impossible rather than trimmed. Children placed here by another authority are a line of their own outside the figure."
why        = "Shows what happens once a child has said yes; the headline counts every child who was due an interview."
basis      = "Statutory guidance on children who run away or go missing, 2014"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["What delays an interview that the child has agreed to?"]
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
        case when missing_episode.rhi_accepted then 1 else 0 end as is_accepted,
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
    sum(episode.is_accepted) as denominator
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
because = "of two accepted one was held in time; one declined was not held"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | missing_from | rhi_due | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+--------------+---------+--------------+--------------+-----------------
E1         | 2022-05-01 09:00 | 2022-05-01  | Home         | true    | true         | true         | 2022-05-04 09:00
E2         | 2022-05-01 09:00 | 2022-05-01  | Home         | true    | true         | true         |
E3         | 2022-05-01 09:00 | 2022-05-01  | Foster care  | true    | true         | false        |
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { missing_from = { Home = [1, 2], "Foster care" = [0, 0] } }

[[example]]
because = "an interview held without a recorded acceptance still counts as held: two for one accepted"
period  = ["2022-08-01", "2022-08-31"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | missing_from | rhi_due | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+--------------+---------+--------------+--------------+-----------------
E1         | 2022-08-01 09:00 | 2022-08-01  | Home         | true    | true         | true         | 2022-08-02 09:00
E2         | 2022-08-01 09:00 | 2022-08-01  | Home         | true    | true         |              | 2022-08-02 09:00
"""
expect  = { numerator = 2, denominator = 1 }

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

[[example]]
because = "72 hours to the minute are in time, a minute more is late; held before the return was known is not; at the moment of the return is"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | rhi_due | rhi_required | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+---------+--------------+--------------+-----------------
E1         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-13 09:00
E2         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-13 09:01
E3         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-10 08:59
E4         | 2022-05-10 09:00 | 2022-05-10  | true    | true         | true         | 2022-05-10 09:00
"""
expect  = { numerator = 2, denominator = 4 }
*/
