/*
grain = "one section 47 enquiry about a child"
key   = ["authority", "enquiry_id"]
rows  = ["mosaic.section_47"]
[columns]
authority = "varchar"
enquiry_id = "varchar"
child_id = "varchar"
referral_id = "varchar"
start_on = "date"
end_on = "date"
is_conference_not_required = "boolean"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
recorded_at = { type = "timestamp", from = ["mosaic.section_47.recorded_at"] }
recorded_on = { type = "date", from = ["mosaic.section_47.recorded_at"] }
*/
select
    section_47.authority,
    section_47.enquiry_id,
    section_47.child_id,
    section_47.referral_id,
    section_47.start_date as start_on,
    section_47.end_date as end_on,
    coalesce(section_47.is_nfa, false) as is_conference_not_required,
    coalesce(team.team_name, 'Not recorded') as team_name,
    child.adult_on,
    section_47.recorded_at,
    section_47.recorded_on
from mosaic.section_47 as section_47
left join core.child as child
  on child.authority = section_47.authority
 and child.child_id = section_47.child_id
left join mosaic.team as team
  on team.authority = section_47.authority
 and team.team_id = section_47.team_id
