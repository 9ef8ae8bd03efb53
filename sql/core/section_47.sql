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

/* examples

[[example]]
because = "an enquiry of which nobody says that no conference was needed may need one; the team is the one it names; one of an unknown child is kept"
given."mosaic.section_47" = """
enquiry_id | child_id | referral_id | start_date | is_nfa | team_id
-----------+----------+-------------+------------+--------+--------
E1         | A        | R1          | 2022-05-01 | true   | T1
E2         | A        | R1          | 2022-05-02 | false  | T2
E3         | B        | R2          | 2022-05-03 |        | T9
E4         | A        | R1          | 2022-05-04 |        |
"""
given."core.child" = """
child_id | adult_on
---------+-----------
A        | 2030-01-01
"""
given."mosaic.team" = """
team_id | team_name
--------+----------
T1      | North
T2      | South
"""
expect = """
enquiry_id | start_on   | is_conference_not_required | team_name    | adult_on
-----------+------------+----------------------------+--------------+-----------
E1         | 2022-05-01 | true                       | North        | 2030-01-01
E2         | 2022-05-02 | false                      | South        | 2030-01-01
E3         | 2022-05-03 | false                      | Not recorded |
E4         | 2022-05-04 | false                      | Not recorded | 2030-01-01
"""
*/
