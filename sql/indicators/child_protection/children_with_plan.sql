/*
ref        = "CP01"
title      = "Children subject to a child protection plan"
definition = "Children under 18, unborn children included, with a child protection plan open at the end of the period's last day: started on or before it and not ended by it. A plan that ends on the day is closed, one that starts on it open. Each child counts once. Temporary plans of other authorities are not included."
why        = "The children whom all agencies agreed are at risk of significant harm."
basis      = "Children in need census: plans at 31 March, table D5"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
beside     = ["CP03", "CP04", "CP05", "CP01M"]
questions  = ["Does the number change because more plans start, or because fewer end?"]
comparator = "CP plans at 31 March"
differs    = "ours counts children and leaves out temporary plans of other authorities"
*/
with child as (
    select
        plan.authority,
        period.period_id,
        plan.child_id,
        max(plan.ward) as ward,
        max(age_band(plan.birth_date, plan.expected_birth_date, period.end_date)) as age_band
    from reference.period as period
    join core.cp_plan as plan
      on plan.start_on <= period.end_date
     and (plan.end_on is null or plan.end_on > period.end_date)
    where not plan.is_other_authority
      and (plan.adult_on is null or plan.adult_on > period.end_date)
    group by plan.authority, period.period_id, plan.child_id
)

select
    child.authority,
    child.period_id,
    child.ward,
    child.age_band,
    count(*) as numerator
from child
group by grouping sets (
    (child.authority, child.period_id),
    (child.authority, child.period_id, child.ward),
    (child.authority, child.period_id, child.age_band)
)

/* examples

[[example]]
because = "on the last day a plan that starts is open and one that ends is closed; a later end was not known"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority | ward
--------+----------+------------+------------+--------------------+---------
P1      | A        | 2022-06-30 |            | false              | Central
P2      | B        | 2020-01-01 | 2022-06-30 | false              | Central
P3      | C        | 2020-01-01 | 2022-07-01 | false              | Darton East
P4      | D        | 2022-07-01 |            | false              | Central
P5      | E        | 2022-06-01 |            | true               | Central
P6      | F        | 2022-06-30 | 2022-06-30 | false              | Central
"""
expect    = { numerator = 2 }
expect_by = { ward = { Central = [1], "Darton East" = [1] } }

[[example]]
because = "18 on the day is out, born on 29 February means 18 on 1 March; unborn and unknown age count in bands of their own"
period  = ["2022-02-01", "2022-02-28"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority | birth_date | expected_birth_date | adult_on
--------+----------+------------+--------------------+------------+---------------------+-----------
P1      | A        | 2022-01-01 | false              | 2004-02-28 |                     | 2022-02-28
P2      | B        | 2022-01-01 | false              | 2004-02-29 |                     | 2022-03-01
P3      | C        | 2022-01-01 | false              |            | 2022-05-01          |
P4      | D        | 2022-01-01 | false              | 2022-03-02 | 2022-03-05          | 2040-03-02
P5      | E        | 2022-01-01 | false              |            |                     |
P6      | F        | 2022-01-01 | false              | 2021-02-28 |                     | 2039-02-28
P7      | G        | 2022-01-01 | false              | 2021-03-01 |                     | 2039-03-01
"""
expect    = { numerator = 6 }
expect_by = { age_band = { "16 and 17" = [1], Unborn = [2], "Not recorded" = [1], "1 to 4" = [1], "Under 1" = [1] } }
*/
