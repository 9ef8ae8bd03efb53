/*
code       = "K23"
title      = "Child protection plans of one child that overlap"
severity   = "query"
message    = "Two child protection plans of the child share a day, if only the day on which one ends and the other starts. The one recorded later is left out of every count."
why        = "One child would be counted twice among those with a plan."
remedy     = "End the first plan before the second starts, or remove the plan that was entered twice."
indicators = ["CP01", "CP01M", "CP02", "CP03", "CP04", "CP05", "CP06", "CP07", "CP08", "CP09", "CP09E", "CP11", "CP12"]
*/
with plan as (
    select
        cp_plan.authority,
        cp_plan.plan_id,
        cp_plan.child_id,
        cp_plan.start_date,
        coalesce(cp_plan.end_date, date '9999-12-31') as last_day,
        coalesce(cp_plan.is_other_authority, false) as is_other_authority,
        row_number() over (
            partition by cp_plan.authority, cp_plan.child_id
            order by
                cp_plan.recorded_at nulls last, cp_plan.start_date, cp_plan.end_date nulls last,
                cp_plan.initial_category_code nulls last, cp_plan.plan_id
        ) as place
    from mosaic.cp_plan as cp_plan
)

select
    later.authority,
    later.plan_id,
    later.child_id,
    later.start_date,
    earlier.plan_id as earlier_plan_id,
    counted.plan_id is not null as is_counted
from plan as later
join plan as earlier
  on earlier.authority = later.authority
 and earlier.child_id = later.child_id
 and earlier.is_other_authority = later.is_other_authority
 and earlier.place < later.place
 and earlier.start_date <= later.last_day
 and later.start_date <= earlier.last_day
left join core.cp_plan as counted
  on counted.authority = later.authority
 and counted.plan_id = later.plan_id

/* examples

[[example]]
because = "a shared day is enough; another authority's temporary plan and the day after are not asked about"
given."mosaic.cp_plan" = """
plan_id | child_id | start_date | end_date   | recorded_at      | is_other_authority
--------+----------+------------+------------+------------------+-------------------
P1      | A        | 2022-01-01 | 2022-06-01 | 2022-01-02 09:00 |
P2      | A        | 2022-06-01 |            | 2022-06-02 09:00 | false
P3      | A        | 2022-02-01 |            | 2022-02-02 09:00 | true
P4      | B        | 2022-01-01 | 2022-06-01 | 2022-01-02 09:00 |
P5      | B        | 2022-06-02 |            | 2022-06-03 09:00 |
"""
expect = """
plan_id | earlier_plan_id | is_counted
--------+-----------------+-----------
P2      | P1              | false
"""

[[example]]
because = "of two of which nobody knows which was recorded first, the later to start is asked about, of those the later to end, then by category"
given."mosaic.cp_plan" = """
plan_id | child_id | start_date | end_date   | initial_category_code
--------+----------+------------+------------+----------------------
P1      | A        | 2022-05-01 |            | NEG
P2      | A        | 2022-04-01 | 2022-06-01 | NEG
P3      | B        | 2022-04-01 |            | NEG
P4      | B        | 2022-04-01 | 2022-06-01 | NEG
P5      | C        | 2022-04-01 |            |
P6      | C        | 2022-04-01 |            | NEG
"""
expect = """
plan_id | earlier_plan_id
--------+----------------
P1      | P2
P3      | P4
P5      | P6
"""

[[example]]
because = "a plan recorded later and dated earlier overlaps where it ends on the first day of the other, not where it ends before; what is asked about still counts where it is left out by no other"
given."mosaic.cp_plan" = """
plan_id | child_id | start_date | end_date   | recorded_at
--------+----------+------------+------------+-----------------
P1      | A        | 2022-06-01 |            | 2022-06-02 09:00
P2      | A        | 2022-01-01 | 2022-06-01 | 2022-07-02 09:00
P3      | A        | 2021-01-01 | 2021-06-01 | 2022-08-02 09:00
"""
given."core.cp_plan" = """
plan_id
-------
P1
P3
"""
expect = """
plan_id | earlier_plan_id | is_counted
--------+-----------------+-----------
P2      | P1              | false
"""
*/
