/*
code       = "K41"
title      = "Visit or review outside its plan, or of none"
severity   = "query"
message    = "The visit or review is dated before the child protection plan that it belongs to began or after it ended, or names no plan that is in the extract, and then is in no figure."
why        = "Visits in time are counted from the days of the plan."
remedy     = "Correct the day, or the plan that it belongs to."
indicators = ["CP11", "CP12"]
*/
with event as (
    select
        visit.authority,
        'Visit' as record_kind,
        visit.visit_id as record_id,
        visit.plan_id,
        visit.visit_on as happened_on
    from core.cp_visit as visit
    union all
    select
        review.authority,
        'Review' as record_kind,
        review.review_id as record_id,
        review.plan_id,
        review.review_date as happened_on
    from mosaic.cp_review as review
)

select
    event.authority,
    event.record_kind,
    event.record_id,
    event.happened_on
from event
left join mosaic.cp_plan as plan
  on plan.authority = event.authority
 and plan.plan_id = event.plan_id
where event.happened_on is not null
  and (plan.plan_id is null or event.happened_on < plan.start_date or event.happened_on > plan.end_date)

/* examples

[[example]]
because = "on the first and last day is right; a plan that is not there, or not named, is asked about; a review not held is not"
given."mosaic.cp_plan" = """
plan_id | start_date | end_date
--------+------------+-----------
P1      | 2022-05-01 | 2022-06-30
P2      | 2022-05-01 |
"""
given."core.cp_visit" = """
visit_id | plan_id | visit_on
---------+---------+-----------
V1       | P1      | 2022-04-30
V2       | P1      | 2022-05-01
V3       | P2      | 2023-05-01
V4       | P9      | 2022-05-01
V5       |         | 2022-05-01
"""
given."mosaic.cp_review" = """
review_id | plan_id | review_date
----------+---------+------------
W1        | P1      | 2022-07-01
W2        | P1      | 2022-06-30
W3        | P1      |
"""
expect = """
record_id
---------
V1
V4
V5
W1
"""
*/
