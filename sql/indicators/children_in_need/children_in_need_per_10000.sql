/*
ref        = "CN02"
title      = "Children in need per 10,000 children"
definition = "Children in need at the end of the period's last day (as counted in CN01) for every 10,000 children aged 0 to 17 who live here. Population: the mid-year estimate of the year before the one in which the financial year ends."
why        = "Compares with places of another size."
basis      = "Children in need census: at 31 March, table B1; ONS mid-year population estimates"
unit       = "per 10,000"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Why are we above or below our neighbours?"]
comparator = "CIN at 31 March per 10,000"
differs    = "the census leaves out episodes that a later return found not to be in need, and counts care leavers of 18 and over"
*/
-- spells of need of one child never share a day: on each it has one at most
with counted as (
    select
        episode.authority,
        period.period_id,
        count(*) as children
    from reference.period as period
    join core.cin_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
    group by episode.authority, period.period_id
)

select
    authority.authority,
    period.period_id,
    coalesce(counted.children, 0) as numerator,
    population.population as denominator
from reference.period as period
cross join reference.authority as authority
join reference.population as population
  on population.authority = authority.authority
 and population.year = period.population_year
left join counted
  on counted.authority = authority.authority
 and counted.period_id = period.period_id

/* examples

[[example]]
because = "31 March 2023 is set against the whole population of mid-2022"
period  = ["2022-04-01", "2023-03-31"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | adult_on
-----------+----------+------------+------------+-----------
E1         | A        | 2023-03-31 |            |
E2         | B        | 2022-06-01 | 2023-03-31 |
E3         | C        | 2022-06-01 |            | 2023-03-31
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
2022 | 50706
2023 | 51150
"""
expect  = { numerator = 1, denominator = 50706 }

[[example]]
because = "a start and an end after the day were not known; a child who turns 18 the day after is in"
period  = ["2022-04-01", "2023-03-31"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | adult_on
-----------+----------+------------+------------+-----------
E1         | A        | 2023-04-01 |            |
E2         | B        | 2022-06-01 |            | 2023-04-01
E3         | C        | 2022-06-01 | 2023-04-01 |
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
2022 | 50706
"""
expect  = { numerator = 2, denominator = 50706 }

[[example]]
because = "where no child is in need the rate is nought, of the same children"
period  = ["2022-06-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-07-01
"""
given."reference.population" = """
year | population
-----+-----------
2022 | 50706
"""
expect  = { numerator = 0, denominator = 50706 }
*/
