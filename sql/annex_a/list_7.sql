/*
list = 7
[columns]
start_on = "Child Protection Plan Start Date"
initial_category_code = "Initial Category of Abuse"
latest_category_code = "Latest Category of Abuse"
visit_on = "Date of the Last Statutory Visit"
is_seen_alone = "Was the Child Seen Alone?"
review_on = "Date of latest review conference"
end_on = "Child Protection Plan End Date"
previous_plan_count = "Number of Previous Child Protection Plans"
team_name = "Allocated Team"
worker_id = "Allocated Worker"
[notes]
"Child Protection Plan Start Date" = "Temporary plans of other authorities are not in this list: it has no column that tells them apart."
*/
with visited as (
    select
        visit.authority,
        visit.plan_id,
        max(visit.visit_on) as visit_on,
        max_by(visit.is_seen_alone, visit.visit_on) as is_seen_alone
    from core.cp_visit as visit
    cross join inspection
    where visit.visit_on <= inspection.end_on
    group by visit.authority, visit.plan_id
),

reviewed as (
    select
        review.authority,
        review.plan_id,
        max(review.review_on) as review_on
    from core.cp_review as review
    cross join inspection
    where review.review_on <= inspection.end_on
    group by review.authority, review.plan_id
)

select
    plan.child_id,
    plan.start_on,
    plan.initial_category_code,
    plan.latest_category_code,
    visited.visit_on,
    visited.is_seen_alone,
    reviewed.review_on,
    case when plan.end_on <= inspection.end_on then plan.end_on end as end_on,
    plan.previous_plan_count,
    allocated.team_name,
    allocated.worker_id
from core.cp_plan as plan
cross join inspection
left join visited
  on visited.authority = plan.authority
 and visited.plan_id = plan.plan_id
left join reviewed
  on reviewed.authority = plan.authority
 and reviewed.plan_id = plan.plan_id
left join allocated
  on allocated.authority = plan.authority
 and allocated.child_id = plan.child_id
where not plan.is_other_authority
  and plan.start_on <= inspection.end_on
  and (plan.end_on is null or plan.end_on >= inspection.start_on)
