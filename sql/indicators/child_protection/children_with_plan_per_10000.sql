/*
ref        = "CP02"
title      = "Children subject to a child protection plan per 10,000 children"
definition = "Children subject to a plan at the end of the period's last day (as counted in CP01) for every 10,000 children aged 0 to 17 who live here. Population: the mid-year estimate of the year before the one in which the financial year ends."
why        = "Compares with places of another size."
basis      = "Children in need census: plans at 31 March, table D5; ONS mid-year population estimates"
unit       = "per 10,000"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Why are we above or below our neighbours?"]
comparator = "CP plans at 31 March per 10,000"
differs    = "ours counts children and leaves out temporary plans of other authorities"
*/
with child as (
    select
        plan.authority,
        period.period_id,
        plan.child_id
    from reference.period as period
    join core.cp_plan as plan
      on plan.start_on <= period.end_date
     and (plan.end_on is null or plan.end_on > period.end_date)
    where not plan.is_other_authority
      and (plan.adult_on is null or plan.adult_on > period.end_date)
    group by plan.authority, period.period_id, plan.child_id
),

counted as (
    select
        child.authority,
        child.period_id,
        count(*) as children
    from child
    group by child.authority, child.period_id
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
because = "a snapshot is set against the whole population, whatever the length of the period"
period  = ["2022-06-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority
--------+----------+------------+------------+-------------------
P1      | A        | 2022-06-30 |            | false
P2      | B        | 2020-01-01 | 2022-06-30 | false
P3      | C        | 2020-01-01 |            | true
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
2022 | 50706
"""
expect  = { numerator = 1, denominator = 50706 }

[[example]]
because = "without a population of its year a period has no rate"
period  = ["2022-06-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority
--------+----------+------------+-------------------
P1      | A        | 2022-06-30 | false
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
"""
expect  = {}

[[example]]
because = "a start and an end after the day were not known; 18 on the day is out, a day younger is in"
period  = ["2022-06-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority | adult_on
--------+----------+------------+------------+--------------------+-----------
P1      | A        | 2022-07-01 |            | false              |
P2      | B        | 2020-01-01 | 2022-07-01 | false              |
P3      | C        | 2020-01-01 |            | false              | 2022-06-30
P4      | D        | 2020-01-01 |            | false              | 2022-07-01
"""
given."reference.population" = """
year | population
-----+-----------
2021 | 50093
2022 | 50706
"""
expect  = { numerator = 2, denominator = 50706 }

[[example]]
because = "where no child has a plan the rate is nought, of the same children"
period  = ["2022-06-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority
--------+----------+------------+-------------------
P1      | A        | 2022-07-01 | false
"""
given."reference.population" = """
year | population
-----+-----------
2022 | 50706
"""
expect  = { numerator = 0, denominator = 50706 }
*/
