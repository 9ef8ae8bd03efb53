/*
ref        = "EH01"
title      = "Children with an early help episode open at period end"
definition = "Children under 18 with an early help episode open at the end of the period's last day, each counted once. An episode runs from the start of its plan, or from the assessment where there is no plan yet, until the plan ends; one that ends on that day is closed; a request alone is not an episode. A child with episodes led by two agencies, or recorded in two wards, counts under both."
why        = "Early help, children in need and child protection have to be read side by side."
basis      = "Local definition; there is no national collection of early help"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "front_door", "child_neglect"]
questions  = ["Have lead agencies told us of episodes that have ended?", "Which wards have little early help and many referrals?"]
*/
with child as (
    select
        episode.authority,
        period.period_id,
        episode.child_key,
        episode.lead_agency,
        episode.ward
    from reference.period as period
    join core.early_help_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
    group by grouping sets (
        (episode.authority, period.period_id, episode.child_key),
        (episode.authority, period.period_id, episode.child_key, episode.lead_agency),
        (episode.authority, period.period_id, episode.child_key, episode.ward)
    )
)

select
    child.authority,
    child.period_id,
    child.lead_agency,
    child.ward,
    count(*) as numerator
from child
group by child.authority, child.period_id, child.lead_agency, child.ward

/* examples

[[example]]
because = "an episode that ends on the last day is closed, one that starts on it is open; two open episodes are one child; 18 on the day is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | child_key | family_id | start_on   | end_on     | lead_agency | ward    | adult_on
------------+-----------+-----------+------------+------------+-------------+---------+-----------
1           | A         | F1        | 2022-06-30 |            | School      | Central |
2           | B         | F1        | 2022-01-01 | 2022-06-30 | School      | Central |
3           | C         | F2        | 2022-01-01 | 2022-07-01 | School      | Dearne  | 2022-07-01
4           | C         | F2        | 2022-02-01 |            | Other       | Dearne  | 2022-07-01
5           | D         | F2        | 2022-02-01 |            | Other       | Dearne  | 2022-06-30
6           | E         | F3        | 2022-07-01 |            | Other       | Dearne  |
"""
expect    = { numerator = 2 }
expect_by = { lead_agency = { School = [2], Other = [1] }, ward = { Central = [1], Dearne = [1] } }
*/
