/*
list = 4
[columns]
start_on = "Continuous Assessment Start Date"
is_child_seen = "Child Seen During Continuous Assessment"
authorised_on = "Continuous Assessment Date of Authorisation"
is_support_needed = "Was the child assessed as requiring LA children's social care support?"
team_name = "Allocated Team"
worker_id = "Allocated Worker"
*/
select
    assessment.child_id,
    assessment.start_on,
    assessment.is_child_seen,
    assessment.authorised_on,
    not written.is_nfa as is_support_needed,
    assessment.team_name,
    allocated.worker_id
from core.assessment as assessment
cross join inspection
left join mosaic.assessment as written
  on written.authority = assessment.authority
 and written.assessment_id = assessment.assessment_id
left join allocated
  on allocated.authority = assessment.authority
 and allocated.child_id = assessment.child_id
where assessment.start_on <= inspection.end_on
  and (assessment.authorised_on is null or assessment.authorised_on >= inspection.start_on)
