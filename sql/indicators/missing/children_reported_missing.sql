/*
ref        = "MH02"
title      = "Children reported missing"
definition = "Children under 18 with a missing episode reported in the period, each counted once in each period: a child reported in two months is one child of the quarter, so months never add up to it. Two police records with one Mosaic ID are one child; a police record without one is a child of its own. A child missing from two places, or with episodes of two grades or under two authorities, counts once under each, so these do not add up either."
why        = "Tells many children missing once from a few missing often."
basis      = "Police reports of missing children; statutory guidance on children who run away or go missing, 2014"
unit       = "count"
better     = "neither"
kind       = "flow"
audiences  = ["executive", "child_exploitation"]
questions  = ["Are more children going missing, or the same children more often?"]
*/
with child as (
    select
        episode.authority,
        period.period_id,
        episode.child_key,
        episode.risk_grade,
        episode.missing_from,
        episode.placed_by
    from reference.period as period
    join core.missing_episode as episode
      on episode.reported_on between period.start_date and period.end_date
    where episode.adult_on is null
       or episode.adult_on > episode.reported_on
    group by grouping sets (
        (episode.authority, period.period_id, episode.child_key),
        (episode.authority, period.period_id, episode.child_key, episode.risk_grade),
        (episode.authority, period.period_id, episode.child_key, episode.missing_from),
        (episode.authority, period.period_id, episode.child_key, episode.placed_by)
    )
)

select
    child.authority,
    child.period_id,
    child.risk_grade,
    child.missing_from,
    child.placed_by,
    count(*) as numerator
from child
group by child.authority, child.period_id, child.risk_grade, child.missing_from, child.placed_by

/* examples

[[example]]
because = "a child reported in two months is one child of the quarter"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on | adult_on
-----------+-----------+-------------+-----------
E1         | A         | 2022-04-01  |
E2         | A         | 2022-06-30  |
E3         | B         | 2022-05-01  | 2022-05-02
E4         | C         | 2022-05-01  | 2022-05-01
E5         | D         | 2022-07-01  |
"""
expect  = { numerator = 2 }

[[example]]
because = "in each of those months the child counts again; an episode that lasts into July is June's"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-06 | 2022-06-01 | 2022-06-30
"""
given."core.missing_episode" = """
episode_id | child_key | reported_on | returned_on
-----------+-----------+-------------+------------
E1         | A         | 2022-04-01  | 2022-04-01
E2         | A         | 2022-06-30  | 2022-07-02
"""
expect  = { numerator = 1 }

[[example]]
because = "a child reported from two places is one child, and one under each of them"
period  = ["2022-06-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on | risk_grade | missing_from    | placed_by
-----------+-----------+-------------+------------+-----------------+----------------
E1         | A         | 2022-06-01  | High       | Home            | This authority
E2         | A         | 2022-06-20  | Low        | Children's home | This authority
E3         | B         | 2022-06-10  | Low        | Home            | This authority
E4         | C         | 2022-06-10  | Low        | Children's home | Other authority
"""
expect    = { numerator = 3 }
expect_by = { risk_grade = { High = [1], Low = [3] }, missing_from = { Home = [2], "Children's home" = [2] }, placed_by = { "This authority" = [2], "Other authority" = [1] } }
*/
