/*
grain = "one agency's part in one initial child protection conference"
key   = ["authority", "conference_id", "agency"]
rows  = ["mosaic.conference_attendance"]
[columns]
authority = "varchar"
conference_id = "varchar"
agency = "varchar"
conference_on = "date"
is_invited = "boolean"
is_contributing = "boolean"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
*/
select
    attendance.authority,
    attendance.conference_id,
    attendance.agency,
    max(conference.conference_on) as conference_on,
    max(case when attendance.is_invited then 1 else 0 end) = 1 as is_invited,
    max(case when attendance.is_attended or attendance.is_report_in_time then 1 else 0 end) = 1 as is_contributing,
    max(conference.adult_on) as adult_on
from mosaic.conference_attendance as attendance
join core.conference as conference
  on conference.authority = attendance.authority
 and conference.conference_id = attendance.conference_id
where attendance.agency is not null
group by attendance.authority, attendance.conference_id, attendance.agency

/* examples

[[example]]
because = "an agency came or sent its report in time; two rows of one agency are one; a row without its conference is none"
given."core.conference" = """
conference_id | conference_on
--------------+--------------
C1            | 2022-06-20
"""
given."mosaic.conference_attendance" = """
conference_id | agency | is_invited | is_attended | is_report_in_time
--------------+--------+------------+-------------+------------------
C1            | Police | true       | false       | false
C1            | Police | true       | false       | true
C1            | School | false      | true        |
C1            | Health | true       |             |
C9            | Police | true       | true        | true
"""
expect = """
agency | conference_on | is_invited | is_contributing
-------+---------------+------------+----------------
Health | 2022-06-20    | true       | false
Police | 2022-06-20    | true       | true
School | 2022-06-20    | false      | true
"""

[[example]]
because = "an agency that any row says was invited was; one without a name is none"
given."core.conference" = """
conference_id | conference_on
--------------+--------------
C1            | 2022-06-20
"""
given."mosaic.conference_attendance" = """
conference_id | agency | is_invited | is_attended | is_report_in_time
--------------+--------+------------+-------------+------------------
C1            | Police | false      | true        |
C1            | Police | true       |             |
C1            |        | true       | true        |
"""
expect = """
agency | is_invited | is_contributing
-------+------------+----------------
Police | true       | true
"""
*/
