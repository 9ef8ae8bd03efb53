/*
ref        = "MH05"
title      = "Return home interviews offered"
definition = "Of the missing episodes that ended in the period and required an interview, the share in which one was offered. An interview is due when the child has returned, was not placed here by another authority and the log does not say that none was required. A returned child without a row in the interview log was due and not offered, and an offer that is not recorded is none. Offers recorded after the period count once they are known. Children placed here by another authority, which owes them the interview, are a line of their own outside the figure."
why        = "Every child who returns should be offered someone independent to talk to, on every occasion."
basis      = "Statutory guidance on children who run away or go missing, 2014"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_exploitation"]
beside     = ["MH06", "MH07C", "MH07", "MH07B"]
questions  = ["Which children were never offered an interview, and why?", "Did every police report reach the team?"]
*/
with episode as (
    select
        missing_episode.authority,
        missing_episode.returned_on,
        missing_episode.missing_from,
        missing_episode.placed_by,
        missing_episode.rhi_required,
        case when missing_episode.rhi_offered then 1 else 0 end as is_offered
    from core.missing_episode as missing_episode
    where missing_episode.rhi_due
      and (missing_episode.adult_on is null or missing_episode.adult_on > missing_episode.returned_on)
)

select
    episode.authority,
    period.period_id,
    episode.missing_from,
    episode.placed_by,
    sum(episode.is_offered) as numerator,
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
because = "a blank is not an offer; an episode belongs to the day of return; one that required no interview is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | reported_on | returned_on | missing_from | rhi_due | rhi_required | rhi_offered
-----------+-------------+-------------+--------------+---------+--------------+------------
E1         | 2022-03-31  | 2022-04-01  | Home         | true    | true         | true
E2         | 2022-05-01  | 2022-05-02  | Home         | true    | true         | false
E3         | 2022-05-01  | 2022-05-02  | Foster care  | true    | true         |
E4         | 2022-05-01  | 2022-05-02  | Home         | false   | false        | true
E5         | 2022-06-30  | 2022-07-02  | Home         | true    | true         | true
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { missing_from = { Home = [1, 2], "Foster care" = [0, 1] } }

[[example]]
because = "a child still missing is not due yet, so there is nothing to divide by"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | reported_on | returned_on | missing_from | rhi_due | rhi_required | rhi_offered
-----------+-------------+-------------+--------------+---------+--------------+------------
E1         | 2022-06-29  |             | Home         | false   | false        |
"""
expect  = {}

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_on | rhi_due | rhi_required | rhi_offered | adult_on
-----------+-------------+---------+--------------+-------------+-----------
E1         | 2022-05-10  | true    | true         | true        | 2022-05-10
E2         | 2022-05-10  | true    | true         | false       | 2022-05-11
"""
expect  = { numerator = 0, denominator = 1 }

[[example]]
because = "where another authority owes the interview, one that is not due is in no line"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | placed_by       | rhi_due | rhi_required | rhi_offered | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+-----------------+---------+--------------+-------------+--------------+-----------------
E1         | 2022-05-10 09:00 | 2022-05-10  | Other authority | false   | false        | true        | true         | 2022-05-11 09:00
E2         | 2022-05-10 09:00 | 2022-05-10  | Other authority | true    | false        | false       |              |
E3         | 2022-05-10 09:00 | 2022-05-10  | This authority  | true    | true         | false       |              |
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { placed_by = { "This authority" = [0, 1], "Other authority" = [0, 1] } }
*/
