/*
ref        = "SP04R"
title      = "Section 47 enquiries per 10,000 children"
definition = "Section 47 enquiries started in the period (as counted in SP04) for every 10,000 children aged 0 to 17 who live here, as a yearly rate: a period shorter than a year is divided by its share of the year. Population: the mid-year estimate of the year before the one in which the financial year ends."
why        = "Compares with places of another size."
basis      = "Children in need census: section 47 enquiries, table C4; ONS mid-year population estimates"
unit       = "per 10,000"
better     = "neither"
kind       = "flow"
audiences  = ["child_neglect"]
questions  = ["Why are we above or below our neighbours?"]
*/
with started as (
    select
        enquiry.authority,
        period.period_id,
        count(*) as enquiries
    from reference.period as period
    join core.section_47 as enquiry
      on enquiry.start_on between period.start_date and period.end_date
    where enquiry.adult_on is null
       or enquiry.adult_on > enquiry.start_on
    group by enquiry.authority, period.period_id
)

select
    authority.authority,
    period.period_id,
    coalesce(started.enquiries, 0) as numerator,
    cast(population.population * period.months / 12.0 as decimal(18, 2)) as denominator
from reference.period as period
cross join reference.authority as authority
join reference.population as population
  on population.authority = authority.authority
 and population.year = period.population_year
left join started
  on started.authority = authority.authority
 and started.period_id = period.period_id

/* examples

[[example]]
because = "a month is set against a twelfth of the population: 50,706 / 12"
period  = ["2022-06-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | start_on   | adult_on
-----------+------------+-----------
E1         | 2022-06-01 |
E2         | 2022-06-30 | 2022-06-30
"""
given."reference.population" = """
year | population
-----+-----------
2022 | 50706
"""
expect  = { numerator = 1, denominator = 4225.5 }

[[example]]
because = "a child who turns 18 the day after is in; the population is that of the middle of the period's year"
period  = ["2022-06-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | start_on   | adult_on
-----------+------------+-----------
E1         | 2022-06-01 | 2022-06-02
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
2022 | 50706
"""
expect  = { numerator = 1, denominator = 4225.5 }

[[example]]
because = "where nothing happened the rate is nought, of the same children"
period  = ["2022-06-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | start_on
-----------+-----------
E1         | 2022-07-01
"""
given."reference.population" = """
year | population
-----+-----------
2022 | 50706
"""
expect  = { numerator = 0, denominator = 4225.5 }
*/
