/*
ref        = "EH01F"
title      = "Families with an early help episode open at period end"
definition = "Families of the children counted in EH01, each once. A child whose family is not recorded counts as a family of its own. A family with episodes led by two agencies, or recorded in two wards, counts under both."
why        = "Early help is given to families; children alone overstate the number of plans."
basis      = "Local definition; there is no national collection of early help"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["child_neglect"]
questions  = ["Are families becoming larger, or more of them?"]
*/
with family as (
    select
        episode.authority,
        period.period_id,
        coalesce(episode.family_id, episode.child_key) as family_key,
        episode.lead_agency,
        episode.ward
    from reference.period as period
    join core.early_help_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
    group by grouping sets (
        (episode.authority, period.period_id, coalesce(episode.family_id, episode.child_key)),
        (episode.authority, period.period_id, coalesce(episode.family_id, episode.child_key), episode.lead_agency),
        (episode.authority, period.period_id, coalesce(episode.family_id, episode.child_key), episode.ward)
    )
)

select
    family.authority,
    family.period_id,
    family.lead_agency,
    family.ward,
    count(*) as numerator
from family
group by family.authority, family.period_id, family.lead_agency, family.ward

/* examples

[[example]]
because = "two children of one family are one; two children without a family recorded are two; one that ends on the last day is closed"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | child_key | family_id | start_on   | end_on     | adult_on
------------+-----------+-----------+------------+------------+-----------
1           | A         | F1        | 2022-06-30 |            |
2           | B         | F1        | 2022-01-01 |            |
3           | C         |           | 2022-01-01 | 2022-07-01 |
4           | D         |           | 2022-02-01 |            |
5           | E         | F2        | 2022-02-01 | 2022-06-30 |
6           | F         | F3        | 2022-02-01 |            | 2022-06-30
"""
expect  = { numerator = 3 }

[[example]]
because = "a family with children helped by two agencies, or living in two wards, is one family, and one under each"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | child_key | family_id | start_on   | end_on | lead_agency | ward
------------+-----------+-----------+------------+--------+-------------+--------
1           | A         | F1        | 2022-06-30 |        | School      | Central
2           | B         | F1        | 2022-01-01 |        | Other       | Dearne
3           | C         | F2        | 2022-01-01 |        | School      | Dearne
4           | D         | F2        | 2022-01-01 |        | School      | Dearne
"""
expect    = { numerator = 2 }
expect_by = { lead_agency = { School = [2], Other = [1] }, ward = { Central = [1], Dearne = [2] } }

[[example]]
because = "an episode that starts after the day was not known; a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | child_key | family_id | start_on   | end_on | adult_on
------------+-----------+-----------+------------+--------+-----------
K1          | A         | F1        | 2022-07-01 |        |
K2          | B         | F2        | 2022-01-01 |        | 2022-07-01
"""
expect  = { numerator = 1 }
*/
