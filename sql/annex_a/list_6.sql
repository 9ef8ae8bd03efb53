/*
list = 6
[columns]
start_on = "CIN Start Date"
primary_need_code = "Primary Need Code"
seen_on = "Date Child Was Last Seen"
closed_on = "CIN Closure Date"
close_reason_code = "Reason for Closure"
status = "Case Status"
team_name = "Allocated Team"
worker_id = "Allocated Worker"
*/
with visit as (
    select
        cin_visit.authority,
        cin_visit.child_id,
        cin_visit.visit_on
    from core.cin_visit as cin_visit
    where cin_visit.is_seen
    union all
    select
        cp_visit.authority,
        cp_visit.child_id,
        cp_visit.visit_on
    from core.cp_visit as cp_visit
    where cp_visit.is_seen
),

seen as (
    select
        visit.authority,
        visit.child_id,
        max(visit.visit_on) as seen_on
    from visit
    cross join inspection
    where visit.visit_on <= inspection.end_on
    group by visit.authority, visit.child_id
),

-- which of these a child has on the day decides its status, the first one that it has
standing as (
    select
        looked_after.authority,
        looked_after.child_id,
        'a) Looked after child' as status
    from core.looked_after_episode as looked_after
    cross join inspection
    where looked_after.start_on <= inspection.end_on
      and (looked_after.ceased_on is null or looked_after.ceased_on > inspection.end_on)
    union all
    select
        plan.authority,
        plan.child_id,
        'b) Child Protection plan' as status
    from core.cp_plan as plan
    cross join inspection
    where plan.start_on <= inspection.end_on
      and (plan.end_on is null or plan.end_on > inspection.end_on)
    union all
    select
        plan.authority,
        plan.child_id,
        'c) Child in need plan' as status
    from core.cin_plan as plan
    cross join inspection
    where plan.start_on <= inspection.end_on
      and (plan.end_on is null or plan.end_on > inspection.end_on)
    union all
    select
        assessment.authority,
        assessment.child_id,
        'd) Open assessment' as status
    from core.assessment as assessment
    cross join inspection
    where assessment.start_on <= inspection.end_on
      and (assessment.authorised_on is null or assessment.authorised_on > inspection.end_on)
),

status as (
    select
        standing.authority,
        standing.child_id,
        min(standing.status) as status
    from standing
    group by standing.authority, standing.child_id
)

select
    episode.child_id,
    episode.start_on,
    episode.primary_need_code,
    seen.seen_on,
    case when episode.end_on <= inspection.end_on then episode.end_on end as closed_on,
    case when episode.end_on <= inspection.end_on then episode.close_reason_code end as close_reason_code,
    case
        when episode.end_on <= inspection.end_on then 'e) Closed episode'
        else status.status
    end as status,
    allocated.team_name,
    allocated.worker_id
from core.cin_episode as episode
cross join inspection
left join seen
  on seen.authority = episode.authority
 and seen.child_id = episode.child_id
left join status
  on status.authority = episode.authority
 and status.child_id = episode.child_id
left join allocated
  on allocated.authority = episode.authority
 and allocated.child_id = episode.child_id
where episode.start_on <= inspection.end_on
  and (episode.end_on is null or episode.end_on >= inspection.start_on)
