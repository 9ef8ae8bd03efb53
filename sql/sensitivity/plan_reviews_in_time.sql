/*
setting    = "plan_reviews_in_time"
indicators = ["CP11"]
says       = "plans open at the end of the last month reported had a late review before one in time"
*/
with reported as (
    select max(period.end_date) as last_day
    from reference.period as period
),

reviewed as (
    select
        plan.authority,
        plan.plan_id,
        max(review.review_on) as last_on,
        max(case when review.is_late then review.review_on end) as last_late_on
    from core.cp_plan as plan
    join reported
      on plan.start_on <= reported.last_day
     and (plan.end_on is null or plan.end_on > reported.last_day)
    left join core.cp_review as review
      on review.authority = plan.authority
     and review.plan_id = plan.plan_id
     and review.is_late is not null
     and review.review_on <= reported.last_day
    where not plan.is_other_authority
    group by plan.authority, plan.plan_id
)

select
    reviewed.authority,
    count(*) filter (where reviewed.last_late_on < reviewed.last_on) as on_limit,
    count(*) as records
from reviewed
group by reviewed.authority

/* examples

[[example]]
because = "late and then in time is read both ways; late last, never late and not yet reviewed are not"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority
--------+------------+------------+-------------------
P1      | 2021-01-01 |            | false
P2      | 2021-01-01 |            | false
P3      | 2022-05-01 |            | false
P4      | 2021-01-01 | 2022-05-31 | false
P5      | 2021-01-01 |            | true
"""
given."core.cp_review" = """
review_id | plan_id | review_on  | is_late
----------+---------+------------+--------
V1        | P1      | 2021-08-01 | true
V2        | P1      | 2022-01-01 | false
V3        | P2      | 2021-03-01 | false
V4        | P2      | 2022-01-01 | true
V5        | P4      | 2021-08-01 | true
V6        | P4      | 2022-01-01 | false
"""
expect  = [1, 3]
*/
