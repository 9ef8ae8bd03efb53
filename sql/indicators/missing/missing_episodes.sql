/*
ref        = "MH01"
title      = "Missing episodes reported"
definition = "Police reports of a missing child under 18 made in the period, each counted in the month in which it was made. A second report of the same child made before the first was found belongs to the first and is not counted again. Children placed here by another authority are counted and shown apart."
why        = "How often children go missing, and from where, shows where harm outside the home may be growing."
basis      = "Police reports of missing children; statutory guidance on children who run away or go missing, 2014"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_exploitation"]
questions  = ["Which places do children go missing from most?", "Has reporting practice changed, or have children's lives?"]
*/
with episode as (
    select
        missing_episode.authority,
        missing_episode.reported_on,
        missing_episode.risk_grade,
        missing_episode.missing_from,
        missing_episode.placed_by
    from core.missing_episode as missing_episode
    where missing_episode.adult_on is null
       or missing_episode.adult_on > missing_episode.reported_on
)

select
    episode.authority,
    period.period_id,
    episode.risk_grade,
    episode.missing_from,
    episode.placed_by,
    count(*) as numerator
from reference.period as period
join episode
  on episode.reported_on between period.start_date and period.end_date
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, episode.risk_grade),
    (episode.authority, period.period_id, episode.missing_from),
    (episode.authority, period.period_id, episode.placed_by)
)

/* examples

[[example]]
because = "an episode from 30 June to 2 July counts once, in June when it was reported; the day before the period and the 18th birthday do not count"
period  = ["2022-06-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | reported_on | returned_on | risk_grade | missing_from    | placed_by       | adult_on
-----------+-------------+-------------+------------+-----------------+-----------------+-----------
E1         | 2022-06-30  | 2022-07-02  | High       | Home            | This authority  | 2025-01-01
E2         | 2022-06-01  |             | Low        | Children's home | Other authority |
E3         | 2022-05-31  | 2022-06-01  | Low        | Home            | This authority  |
E4         | 2022-06-10  | 2022-06-10  | Low        | Home            | This authority  | 2022-06-10
E5         | 2022-06-10  | 2022-06-10  | Low        | Home            | This authority  | 2022-06-11
"""
expect    = { numerator = 3 }
expect_by = { risk_grade = { High = [1], Low = [2] }, missing_from = { Home = [2], "Children's home" = [1] }, placed_by = { "This authority" = [2], "Other authority" = [1] } }

[[example]]
because = "a month without reports has no row"
period  = ["2022-07-01", "2022-07-31"]
given."core.missing_episode" = """
episode_id | reported_on | risk_grade | missing_from | placed_by
-----------+-------------+------------+--------------+---------------
E1         | 2022-06-30  | High       | Home         | This authority
"""
expect  = {}
*/
