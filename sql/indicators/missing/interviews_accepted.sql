/*
ref        = "MH06"
title      = "Return home interviews accepted"
definition = "Of the interviews offered for missing episodes that ended in the period and required one, the share that the child accepted. An offer without a recorded answer counts as not accepted. Answers recorded after the period count once they are known. Children placed here by another authority are a line of their own outside the figure."
why        = "A low share says that the offer, or the person making it, is not trusted."
basis      = "Statutory guidance on children who run away or go missing, 2014"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_exploitation"]
questions  = ["Why do children say no?", "How often is a second offer made?"]
*/
with episode as (
    select
        missing_episode.authority,
        missing_episode.returned_on,
        missing_episode.missing_from,
        missing_episode.placed_by,
        missing_episode.rhi_required,
        case when missing_episode.rhi_accepted then 1 else 0 end as is_accepted
    from core.missing_episode as missing_episode
    where missing_episode.rhi_due
      and missing_episode.rhi_offered
      and (missing_episode.adult_on is null or missing_episode.adult_on > missing_episode.returned_on)
)

select
    episode.authority,
    period.period_id,
    episode.missing_from,
    episode.placed_by,
    sum(episode.is_accepted) as numerator,
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
because = "declined and unanswered offers are offers not accepted; without an offer there is nothing to accept"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_on | missing_from | rhi_due | rhi_required | rhi_offered | rhi_accepted
-----------+-------------+--------------+---------+--------------+-------------+-------------
E1         | 2022-04-01  | Home         | true    | true         | true        | true
E2         | 2022-06-30  | Home         | true    | true         | true        | false
E3         | 2022-05-02  | Hospital     | true    | true         | true        |
E4         | 2022-05-02  | Home         | true    | true         | false       |
E5         | 2022-05-02  | Home         | true    | true         |             | true
E6         | 2022-05-02  | Home         | false   | false        | true        | true
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { missing_from = { Home = [1, 2], Hospital = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_on | rhi_due | rhi_required | rhi_offered | rhi_accepted | adult_on
-----------+-------------+---------+--------------+-------------+--------------+-----------
E1         | 2022-05-10  | true    | true         | true        | true         | 2022-05-10
E2         | 2022-05-10  | true    | true         | true        | false        | 2022-05-11
"""
expect  = { numerator = 0, denominator = 1 }

[[example]]
because = "where another authority owes the interview, one that is not due is in no line"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_at      | returned_on | placed_by       | rhi_due | rhi_required | rhi_offered | rhi_accepted | rhi_completed_at
-----------+------------------+-------------+-----------------+---------+--------------+-------------+--------------+-----------------
E1         | 2022-05-10 09:00 | 2022-05-10  | Other authority | false   | false        | true        | true         | 2022-05-11 09:00
E2         | 2022-05-10 09:00 | 2022-05-10  | Other authority | true    | false        | true        | false        |
E3         | 2022-05-10 09:00 | 2022-05-10  | This authority  | true    | true         | true        | false        |
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { placed_by = { "This authority" = [0, 1], "Other authority" = [0, 1] } }
*/
