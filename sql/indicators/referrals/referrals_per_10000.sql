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
differs    = "the census has what stood in one return; ours leaves out young people of 18 and over, second referrals of one day and referrals during an open episode, and counts what was corrected since"
*/
with referred as (
    select
        referral.authority,
        period.period_id,
        count(*) as referrals
    from reference.period as period
    join core.referral as referral
      on referral.referral_on between period.start_date and period.end_date
    where referral.is_counted
    group by referral.authority, period.period_id
)

select
    authority.authority,
    period.period_id,
    coalesce(referred.referrals, 0) as numerator,
    cast(population.population * period.months / 12.0 as decimal(18, 2)) as denominator
from reference.period as period
cross join reference.authority as authority
join reference.population as population
  on population.authority = authority.authority
 and population.year = period.population_year
left join referred
  on referred.authority = authority.authority
 and referred.period_id = period.period_id

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

[[example]]
because = "where nothing happened the rate is nought, of the same children"
period  = ["2022-06-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | is_counted
------------+-------------+-----------
R1          | 2022-07-01  | true
"""
given."reference.population" = """
year | population
-----+-----------
2022 | 50706
"""
expect  = { numerator = 0, denominator = 4225.5 }
*/
