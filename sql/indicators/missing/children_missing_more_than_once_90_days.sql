/*
ref        = "MH03R"
title      = "Children missing more than once in 90 days"
definition = "Of the children under 18 reported missing in the 90 days that end with the period, its last day included, the share with two or more missing episodes in those days. The same length whatever the period, so every period compares. Under a grade, a place or who placed them: the children with an episode of that kind, and of them those missing more than once in whatever way."
why        = "Shows repeats soon, and alike for a month and a year."
basis      = "Police reports of missing children"
unit       = "%"
better     = "lower"
kind       = "snapshot"
look_back  = 3
audiences  = ["child_exploitation"]
questions  = ["Is this the same small group as before?"]
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
      on episode.reported_on <= period.end_date
     and episode.reported_on > cast(period.end_date - interval 90 days as date)
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
),

child_in_part as (
    select
        reported.authority,
        reported.period_id,
        reported.child_key,
        reported.risk_grade,
        reported.missing_from,
        reported.placed_by,
        max(child.episodes) as episodes
    from reported
    join child
      on child.authority = reported.authority
     and child.period_id = reported.period_id
     and child.child_key = reported.child_key
    group by grouping sets (
        (reported.authority, reported.period_id, reported.child_key),
        (reported.authority, reported.period_id, reported.child_key, reported.risk_grade),
        (reported.authority, reported.period_id, reported.child_key, reported.missing_from),
        (reported.authority, reported.period_id, reported.child_key, reported.placed_by)
    )
)

select
    child.authority,
    child.period_id,
    child.risk_grade,
    child.missing_from,
    child.placed_by,
    count(*) filter (where child.episodes >= 2) as numerator,
    count(*) as denominator
from child_in_part as child
group by child.authority, child.period_id, child.risk_grade, child.missing_from, child.placed_by

/* examples

[[example]]
because = "90 days end on 30 June with 2 April as the first"
period  = ["2022-06-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on
-----------+-----------+------------
E1         | A         | 2022-04-02
E2         | A         | 2022-06-30
E3         | B         | 2022-04-01
E4         | B         | 2022-06-30
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "missing once from home and once from care is missing more than once, and so under both"
period  = ["2022-06-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on | risk_grade | missing_from    | placed_by
-----------+-----------+-------------+------------+-----------------+----------------
E1         | A         | 2022-06-01  | High       | Home            | This authority
E2         | A         | 2022-06-20  | Low        | Children's home | This authority
E3         | B         | 2022-06-10  | Low        | Home            | This authority
E4         | C         | 2022-06-10  | Low        | Children's home | Other authority
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { risk_grade = { High = [1, 1], Low = [1, 3] }, missing_from = { Home = [1, 2], "Children's home" = [1, 2] }, placed_by = { "This authority" = [1, 2], "Other authority" = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in; an episode after the period is no repeat"
period  = ["2022-06-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on | adult_on
-----------+-----------+-------------+-----------
E1         | A         | 2022-06-10  | 2022-06-10
E2         | A         | 2022-06-11  | 2022-06-10
E3         | B         | 2022-06-10  | 2022-06-12
E4         | B         | 2022-06-11  | 2022-06-12
E5         | C         | 2022-06-30  |
E6         | C         | 2022-07-01  |
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "the 90 days that end with 30 April begin on 31 January, except in a leap year: the third month before is looked at"
period  = ["2023-04-01", "2023-04-30"]
given."core.missing_episode" = """
episode_id | child_key | reported_on
-----------+-----------+------------
E1         | A         | 2023-01-31
E2         | A         | 2023-04-30
E3         | B         | 2023-01-30
E4         | B         | 2023-04-30
"""
expect  = { numerator = 1, denominator = 2 }
*/
