/*
ref        = "RF02"
title      = "Referrals per 10,000 children"
definition = "Referrals received in the period (as counted in RF01) for every 10,000 children aged 0 to 17 who live here, as a yearly rate: a period shorter than a year is divided by its share of the year. Population: the mid-year estimate of the year before the one in which the financial year ends."
why        = "Compares demand with places of another size."
basis      = "Children in need census: referrals, table C1; ONS mid-year population estimates"
unit       = "per 10,000"
better     = "neither"
kind       = "flow"
audiences  = ["executive", "front_door"]
questions  = ["Why are we above or below our neighbours?"]
comparator = "Referral rate per 10,000"
*/
with referred as (
    select
        referral.authority,
        period.period_id,
        period.months,
        period.population_year,
        count(*) as referrals
    from reference.period as period
    join core.referral as referral
      on referral.referral_on between period.start_date and period.end_date
    where referral.is_counted
    group by referral.authority, period.period_id, period.months, period.population_year
)

select
    referred.authority,
    referred.period_id,
    referred.referrals as numerator,
    cast(population.population * referred.months / 12.0 as decimal(18, 2)) as denominator
from referred
join reference.population as population
  on population.authority = referred.authority
 and population.year = referred.population_year

/* examples

[[example]]
because = "a quarter is set against a quarter of the population of mid-2022: 50,706 x 3 / 12"
period  = ["2023-01-01", "2023-03-31"]
given."core.referral" = """
referral_id | referral_on | is_counted
------------+-------------+-----------
R1          | 2023-01-01  | true
R2          | 2023-03-31  | true
R3          | 2023-03-31  | false
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
2022 | 50706
"""
expect  = { numerator = 2, denominator = 12676.5 }

[[example]]
because = "without a population of its year a period has no rate"
period  = ["2022-04-01", "2023-03-31"]
given."core.referral" = """
referral_id | referral_on | is_counted
------------+-------------+-----------
R1          | 2023-01-01  | true
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
"""
expect  = {}
*/
