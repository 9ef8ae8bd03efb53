/*
ref        = "MH04"
title      = "Missing episodes of children missing more than once"
definition = "Of the missing episodes of children under 18 reported in the period, the share that concern children with two or more in the same period. A longer period finds more repeats, so compare periods of equal length only. An episode stands under its own grade and place, whatever the others of the child were."
why        = "A few children who go missing often need a plan of their own, not one interview after another."
basis      = "Police reports of missing children"
unit       = "%"
better     = "lower"
kind       = "flow"
audiences  = ["executive", "child_exploitation"]
questions  = ["Who are the children missing most often, and what does each plan say?"]
*/
with reported as (
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
),

child as (
    select
        reported.authority,
        reported.period_id,
        reported.child_key,
        count(*) as episodes
    from reported
    group by reported.authority, reported.period_id, reported.child_key
)

select
    reported.authority,
    reported.period_id,
    reported.risk_grade,
    reported.missing_from,
    reported.placed_by,
    count(*) filter (where child.episodes >= 2) as numerator,
    count(*) as denominator
from reported
join child
  on child.authority = reported.authority
 and child.period_id = reported.period_id
 and child.child_key = reported.child_key
group by grouping sets (
    (reported.authority, reported.period_id),
    (reported.authority, reported.period_id, reported.risk_grade),
    (reported.authority, reported.period_id, reported.missing_from),
    (reported.authority, reported.period_id, reported.placed_by)
)

/* examples

[[example]]
because = "three episodes of one child and two of another of the six reported; a second one outside the period is no repeat"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on
-----------+-----------+------------
E1         | A         | 2022-04-01
E2         | A         | 2022-04-02
E3         | A         | 2022-06-30
E4         | B         | 2022-05-01
E5         | B         | 2022-05-09
E6         | C         | 2022-06-30
E7         | C         | 2022-07-01
"""
expect  = { numerator = 5, denominator = 6 }

[[example]]
because = "each episode of a child missing more than once stands under its own place, with whichever other it makes two"
period  = ["2022-06-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on | risk_grade | missing_from    | placed_by
-----------+-----------+-------------+------------+-----------------+----------------
E1         | A         | 2022-06-01  | High       | Home            | This authority
E2         | A         | 2022-06-20  | Low        | Children's home | This authority
E3         | B         | 2022-06-10  | Low        | Home            | This authority
E4         | C         | 2022-06-10  | Low        | Children's home | Other authority
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { risk_grade = { High = [1, 1], Low = [1, 3] }, missing_from = { Home = [1, 2], "Children's home" = [1, 2] }, placed_by = { "This authority" = [2, 3], "Other authority" = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on | adult_on
-----------+-----------+-------------+-----------
E1         | A         | 2022-05-10  | 2022-05-10
E2         | A         | 2022-05-11  | 2022-05-10
E3         | B         | 2022-05-10  | 2022-05-12
E4         | B         | 2022-05-11  | 2022-05-12
"""
expect  = { numerator = 2, denominator = 2 }
*/
