/*
grain = "one child protection plan that counts: of two plans of a child that share a day the later recorded is left out"
key   = ["authority", "plan_id"]
rows  = ["mosaic.cp_plan"]
[columns]
authority = "varchar"
plan_id = "varchar"
child_id = "varchar"
referral_id = "varchar"
start_on = "date"
end_on = "date"
initial_category_code = "varchar"
latest_category_code = "varchar"
category = { type = "varchar", from = ["mosaic.cp_plan.initial_category_code"] }
previous_plan_count = "integer"
is_previous_count_assumed = "boolean"
is_other_authority = "boolean"
ward = { type = "varchar", from = ["mosaic.person.ward"] }
birth_date = { type = "date", from = ["mosaic.person.birth_date"] }
expected_birth_date = "date"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
recorded_at = { type = "timestamp", from = ["mosaic.cp_plan.recorded_at"] }
recorded_on = { type = "date", from = ["mosaic.cp_plan.recorded_at"] }
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
),

overlap as (
    select
        later.authority,
        later.plan_id,
        earlier.plan_id as earlier_plan_id
    from plan as later
    join plan as earlier
      on earlier.authority = later.authority
     and earlier.child_id = later.child_id
     and earlier.is_other_authority = later.is_other_authority
     and earlier.place < later.place
     -- a plan that begins on the day another ends overlaps it, as in the census
     and earlier.start_date <= later.last_day
     and later.start_date <= earlier.last_day
),

overlaps_first as (
    select distinct
        overlap.authority,
        overlap.plan_id
    from overlap
    left join overlap as of_earlier
      on of_earlier.authority = overlap.authority
     and of_earlier.plan_id = overlap.earlier_plan_id
    where of_earlier.plan_id is null
),

-- a plan left out pushes out no third one: a duplicate that was never closed would hide every plan after it
remaining as (
    select
        overlap.authority,
        overlap.plan_id,
        overlap.earlier_plan_id
    from overlap
    left join overlaps_first as later
      on later.authority = overlap.authority
     and later.plan_id = overlap.plan_id
    left join overlaps_first as earlier
      on earlier.authority = overlap.authority
     and earlier.plan_id = overlap.earlier_plan_id
    where later.plan_id is null
      and earlier.plan_id is null
),

left_out as (
    select
        overlaps_first.authority,
        overlaps_first.plan_id
    from overlaps_first
    union
    select
        remaining.authority,
        remaining.plan_id
    from remaining
    left join remaining as of_earlier
      on of_earlier.authority = remaining.authority
     and of_earlier.plan_id = remaining.earlier_plan_id
    where of_earlier.plan_id is null
),

counted as (
    select
        plan.authority,
        plan.plan_id,
        plan.is_other_authority,
        row_number() over (
            partition by plan.authority, plan.child_id, plan.is_other_authority
            order by plan.start_date, plan.place
        ) - 1 as earlier_plans
    from plan
    left join left_out
      on left_out.authority = plan.authority
     and left_out.plan_id = plan.plan_id
    where left_out.plan_id is null
)

select
    cp_plan.authority,
    cp_plan.plan_id,
    cp_plan.child_id,
    cp_plan.referral_id,
    cp_plan.start_date as start_on,
    cp_plan.end_date as end_on,
    cp_plan.initial_category_code,
    coalesce(cp_plan.latest_category_code, cp_plan.initial_category_code) as latest_category_code,
    coalesce(abuse_category.category, 'Not recorded') as category,
    cast(coalesce(cp_plan.previous_plan_count, counted.earlier_plans) as integer) as previous_plan_count,
    cp_plan.previous_plan_count is null as is_previous_count_assumed,
    counted.is_other_authority,
    coalesce(child.ward, 'Not recorded') as ward,
    child.birth_date,
    child.expected_birth_date,
    child.adult_on,
    cp_plan.recorded_at,
    cp_plan.recorded_on
from mosaic.cp_plan as cp_plan
join counted
  on counted.authority = cp_plan.authority
 and counted.plan_id = cp_plan.plan_id
left join reference.abuse_category as abuse_category
  on abuse_category.category_code = coalesce(cp_plan.latest_category_code, cp_plan.initial_category_code)
left join core.child as child
  on child.authority = cp_plan.authority
 and child.child_id = cp_plan.child_id

/* examples

[[example]]
because = "of two plans that share a day the later recorded is left out, and pushes out no third; what is left out among those that remain goes too; a plan counts those before it where nobody says how many there were"
given."mosaic.cp_plan" = """
plan_id | child_id | start_date | end_date   | recorded_at      | previous_plan_count | is_other_authority
--------+----------+------------+------------+------------------+---------------------+-------------------
P1      | A        | 2022-01-01 | 2022-03-01 | 2022-01-02 09:00 |                     |
P2      | A        | 2022-03-01 | 2022-05-01 | 2022-03-02 09:00 |                     |
P3      | A        | 2022-05-01 | 2022-07-01 | 2022-05-02 09:00 |                     |
P4      | A        | 2022-06-01 | 2022-09-01 | 2022-06-02 09:00 |                     |
P5      | A        | 2022-08-01 |            | 2022-08-02 09:00 |                     |
P6      | B        | 2022-03-01 |            | 2022-03-02 09:00 | 2                   |
P7      | B        | 2022-01-01 | 2022-03-01 | 2022-04-02 09:00 |                     |
Q2      | B        | 2021-01-01 | 2021-06-01 | 2022-04-03 09:00 |                     |
P8      | C        | 2022-03-01 |            |                  |                     |
P9      | C        | 2022-03-01 |            | 2022-03-02 09:00 |                     | false
Q1      | C        | 2022-02-01 |            | 2022-02-02 09:00 |                     | true
"""
expect = """
plan_id | child_id | previous_plan_count | is_previous_count_assumed | is_other_authority
--------+----------+---------------------+---------------------------+-------------------
P1      | A        | 0                   | true                      | false
P3      | A        | 1                   | true                      | false
P5      | A        | 2                   | true                      | false
P6      | B        | 2                   | false                     | false
Q2      | B        | 0                   | true                      | false
P9      | C        | 0                   | true                      | false
Q1      | C        | 0                   | true                      | true
"""

[[example]]
because = "the latest category stands, else the first; what is not recorded is told as such"
given."mosaic.cp_plan" = """
plan_id | child_id | start_date | initial_category_code | latest_category_code
--------+----------+------------+-----------------------+---------------------
P1      | A        | 2022-01-01 | NEG                   | EMO
P2      | B        | 2022-01-01 | PHY                   |
P3      | C        | 2022-01-01 |                       |
"""
given."core.child" = """
child_id | ward
---------+------
A        | North
"""
expect = """
plan_id | latest_category_code | category        | ward
--------+----------------------+-----------------+-------------
P1      | EMO                  | Emotional abuse | North
P2      | PHY                  | Physical abuse  | Not recorded
P3      |                      | Not recorded    | Not recorded
"""

[[example]]
because = "of two plans that share a day of which nobody knows which was recorded first, the one that started first stands, then the one that ended first, then the first by category, whatever their references"
given."mosaic.cp_plan" = """
plan_id | child_id | start_date | end_date   | initial_category_code
--------+----------+------------+------------+----------------------
P1      | A        | 2022-05-01 |            | NEG
P2      | A        | 2022-04-01 | 2022-06-01 | NEG
P3      | B        | 2022-04-01 |            | NEG
P4      | B        | 2022-04-01 | 2022-06-01 | NEG
P5      | C        | 2022-04-01 |            | PHY
P6      | C        | 2022-04-01 |            | NEG
P7      | D        | 2022-04-01 |            |
P8      | D        | 2022-04-01 |            | NEG
"""
expect = """
plan_id
-------
P2
P4
P6
P8
"""
*/
