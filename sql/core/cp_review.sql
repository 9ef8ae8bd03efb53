/*
grain = "one review conference of a child protection plan"
key   = ["authority", "review_id"]
rows  = ["mosaic.cp_review"]
[columns]
authority = "varchar"
review_id = "varchar"
plan_id = "varchar"
child_id = "varchar"
due_on = "date"
review_on = "date"
is_late = "boolean"
*/
with placed as (
    select
        cp_review.authority,
        cp_review.review_id,
        cp_plan.start_date as start_on,
        lag(cp_review.review_date) over (
            partition by cp_review.authority, cp_review.plan_id
            order by cp_review.review_date, cp_review.review_id
        ) as last_on
    from mosaic.cp_review as cp_review
    join mosaic.cp_plan as cp_plan
      on cp_plan.authority = cp_review.authority
     and cp_plan.plan_id = cp_review.plan_id
    -- one on the first day of the plan is none
    where cp_review.review_date > cp_plan.start_date
)

select
    cp_review.authority,
    cp_review.review_id,
    cp_review.plan_id,
    cp_review.child_id,
    cp_review.due_date as due_on,
    cp_review.review_date as review_on,
    case
        when placed.last_on is null then cast(placed.start_on + interval 3 months as date) < cp_review.review_date
        else cast(placed.last_on + interval 6 months as date) < cp_review.review_date
    end as is_late
from mosaic.cp_review as cp_review
left join placed
  on placed.authority = cp_review.authority
 and placed.review_id = cp_review.review_id

/* examples

[[example]]
because = "three months from the start and then six are in time, a day more is late; one on the first day of the plan is none, and one of no known plan is not judged"
given."mosaic.cp_plan" = """
plan_id | start_date
--------+-----------
P1      | 2021-10-01
P2      | 2021-10-01
P4      | 2021-10-01
"""
given."mosaic.cp_review" = """
review_id | plan_id | review_date
----------+---------+------------
V1        | P1      | 2021-10-01
V2        | P1      | 2022-01-01
V3        | P1      | 2022-07-01
V4        | P1      | 2023-01-02
V5        | P2      | 2022-01-02
V6        | P3      | 2022-01-02
V7        | P2      |
V8        | P4      | 2022-07-01
V9        | P4      | 2022-01-01
"""
expect = """
review_id | is_late
----------+--------
V1        |
V2        | false
V3        | false
V4        | true
V5        | true
V6        |
V7        |
V8        | false
V9        | false
"""
*/
