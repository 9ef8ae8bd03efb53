/*
grain = "one assessment of a child"
key   = ["authority", "assessment_id"]
rows  = ["mosaic.assessment"]
[columns]
authority = "varchar"
assessment_id = "varchar"
child_id = "varchar"
referral_id = "varchar"
start_on = "date"
authorised_on = "date"
working_days = "integer"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
is_child_seen = "boolean"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
recorded_at = { type = "timestamp", from = ["mosaic.assessment.recorded_at"] }
*/
select
    assessment.authority,
    assessment.assessment_id,
    assessment.child_id,
    assessment.referral_id,
    assessment.start_date as start_on,
    assessment.authorised_date as authorised_on,
    authorised.working_day_number - started.working_day_number as working_days,
    coalesce(team.team_name, 'Not recorded') as team_name,
    assessment.is_child_seen,
    child.adult_on,
    assessment.recorded_at
from mosaic.assessment as assessment
left join reference.calendar as started
  on started.day = assessment.start_date
left join reference.calendar as authorised
  on authorised.day = assessment.authorised_date
left join core.child as child
  on child.authority = assessment.authority
 and child.child_id = assessment.child_id
left join mosaic.team as team
  on team.authority = assessment.authority
 and team.team_id = assessment.team_id
