/*
ref        = "SP05R"
title      = "Initial child protection conferences per 10,000 children"
definition = "Initial child protection conferences held in the period (as counted in SP05) for every 10,000 children aged 0 to 17 who live here, as a yearly rate: a period shorter than a year is divided by its share of the year. Population: the mid-year estimate of the year before the one in which the financial year ends."
why        = "Compares with places of another size."
basis      = "Children in need census: initial child protection conferences, table C4; ONS mid-year population estimates"
unit       = "per 10,000"
better     = "neither"
kind       = "flow"
audiences  = ["child_neglect"]
questions  = ["Why are we above or below our neighbours?"]
*/
with held as (
    select
        conference.authority,
        period.period_id,
        count(*) as conferences
    from reference.period as period
    join core.conference as conference
      on conference.conference_on between period.start_date and period.end_date
    where conference.is_counted
      and (conference.adult_on is null or conference.adult_on > conference.conference_on)
    group by conference.authority, period.period_id
)

select
    authority.authority,
    period.period_id,
    coalesce(held.conferences, 0) as numerator,
    cast(population.population * period.months / 12.0 as decimal(18, 2)) as denominator
from reference.period as period
cross join reference.authority as authority
join reference.population as population
  on population.authority = authority.authority
 and population.year = period.population_year
left join held
  on held.authority = authority.authority
 and held.period_id = period.period_id

/* examples

[[example]]
because = "a whole year is set against the whole population; a sibling whose meeting is counted already is left out"
period  = ["2022-04-01", "2023-03-31"]
given."core.conference" = """
conference_id | conference_on | is_counted | adult_on
--------------+---------------+------------+-----------
C1            | 2022-04-01    | true       |
C2            | 2023-03-31    | true       |
C3            | 2023-03-31    | true       | 2023-03-31
C4            | 2023-03-31    | false      |
"""
given."reference.population" = """
year | population
-----+-----------
2022 | 50706
2023 | 51150
"""
expect  = { numerator = 2, denominator = 50706 }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2023-03-31"]
given."core.conference" = """
conference_id | conference_on | is_counted | adult_on
--------------+---------------+------------+-----------
C1            | 2022-04-01    | true       | 2022-04-02
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
2022 | 50706
"""
expect  = { numerator = 1, denominator = 50706 }

[[example]]
because = "where nothing happened the rate is nought, of the same children"
period  = ["2022-06-01", "2022-06-30"]
given."core.conference" = """
conference_id | conference_on | is_counted
--------------+---------------+-----------
C1            | 2022-07-01    | true
"""
given."reference.population" = """
year | population
-----+-----------
2022 | 50706
"""
expect  = { numerator = 0, denominator = 4225.5 }
*/
