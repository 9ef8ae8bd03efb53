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
referral_on = { type = "date", from = ["mosaic.assessment.referral_id"] }
place_in_referral = "integer"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
is_child_seen = { type = "boolean", from = ["mosaic.assessment.is_child_seen"] }
birth_date = { type = "date", from = ["mosaic.person.birth_date"] }
expected_birth_date = "date"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
recorded_at = { type = "timestamp", from = ["mosaic.assessment.recorded_at"] }
recorded_on = { type = "date", from = ["mosaic.assessment.recorded_at"] }
*/
select
    assessment.authority,
    assessment.assessment_id,
    assessment.child_id,
    assessment.referral_id,
    assessment.start_date as start_on,
    assessment.authorised_date as authorised_on,
    working_days(
        started.working_day_number, started.is_working_day, authorised.working_day_number, first_day.value
    ) as working_days,
    referral.referral_date as referral_on,
    cast(row_number() over (
        partition by assessment.authority, assessment.referral_id
        order by assessment.start_date nulls last, assessment.authorised_date nulls last, assessment.assessment_id
    ) as integer) as place_in_referral,
    coalesce(team.team_name, 'Not recorded') as team_name,
    assessment.is_child_seen,
    child.birth_date,
    child.expected_birth_date,
    child.adult_on,
    assessment.recorded_at,
    assessment.recorded_on
from mosaic.assessment as assessment
left join reference.calendar as started
  on started.day = assessment.start_date
left join reference.calendar as authorised
  on authorised.day = assessment.authorised_date
left join reference.setting as first_day
  on first_day.authority = assessment.authority
 and first_day.name = 'first_working_day'
left join mosaic.referral as referral
  on referral.authority = assessment.authority
 and referral.referral_id = assessment.referral_id
left join core.child as child
  on child.authority = assessment.authority
 and child.child_id = assessment.child_id
left join mosaic.team as team
  on team.authority = assessment.authority
 and team.team_id = assessment.team_id

/* examples

[[example]]
because = "the day of the start is day 0, so that the same day is 0 working days; one still open has none"
given."mosaic.assessment" = """
assessment_id | child_id | referral_id | start_date | authorised_date
--------------+----------+-------------+------------+----------------
A1            | A        | R1          | 2022-04-01 | 2022-06-10
A2            | A        | R1          | 2022-04-02 | 2022-06-10
A3            | A        | R1          | 2022-04-01 | 2022-04-01
A4            | A        | R1          | 2022-04-01 |
"""
expect = """
assessment_id | working_days
--------------+-------------
A1            | 45
A2            | 45
A3            | 0
A4            |
"""

[[example]]
because = "where the first working day is day 1 the same day is 1; a start on a Saturday is no working day and gains none"
given."mosaic.assessment" = """
assessment_id | child_id | referral_id | start_date | authorised_date
--------------+----------+-------------+------------+----------------
A1            | A        | R1          | 2022-04-01 | 2022-06-10
A2            | A        | R1          | 2022-04-02 | 2022-06-10
A3            | A        | R1          | 2022-04-01 | 2022-04-01
A4            | A        | R1          | 2022-04-01 |
"""
given."reference.setting" = """
name              | value
------------------+------
first_working_day | 1
"""
expect = """
assessment_id | working_days
--------------+-------------
A1            | 46
A2            | 45
A3            | 1
A4            |
"""

[[example]]
because = "the referral and the team are those that the assessment names; in a referral the first to start is the first, one without a start the last, whatever their references; another setting moves no clock"
given."mosaic.assessment" = """
assessment_id | child_id | referral_id | team_id | start_date | authorised_date
--------------+----------+-------------+---------+------------+----------------
A1            | A        | R1          | T1      |            | 2022-05-10
A2            | A        | R1          | T2      | 2022-05-09 | 2022-05-09
A3            | A        | R1          |         | 2022-05-02 |
A4            | B        | R2          | T9      | 2022-05-09 | 2022-05-10
A5            | B        |             | T1      | 2022-05-09 | 2022-05-10
"""
given."core.child" = """
child_id | adult_on
---------+-----------
A        | 2030-01-01
B        | 2031-01-01
"""
given."mosaic.referral" = """
referral_id | referral_date
------------+--------------
R1          | 2022-05-01
R2          | 2022-05-07
"""
given."mosaic.team" = """
team_id | team_name
--------+----------
T1      | North
T2      | South
"""
given."reference.setting" = """
name        | value
------------+------
reports_due | 1
another     | 1
"""
expect = """
assessment_id | referral_on | place_in_referral | team_name    | working_days | adult_on
--------------+-------------+-------------------+--------------+--------------+-----------
A1            | 2022-05-01  | 3                 | North        |              | 2030-01-01
A2            | 2022-05-01  | 2                 | South        | 0            | 2030-01-01
A3            | 2022-05-01  | 1                 | Not recorded |              | 2030-01-01
A4            | 2022-05-07  | 1                 | Not recorded | 1            | 2031-01-01
A5            |             | 1                 | North        | 1            | 2031-01-01
"""

[[example]]
because = "of two that start on one day the one authorised first is the first, one still open the last, whatever their references"
given."mosaic.assessment" = """
assessment_id | child_id | referral_id | start_date | authorised_date
--------------+----------+-------------+------------+----------------
A1            | A        | R1          | 2022-04-01 | 2022-06-10
A2            | A        | R1          | 2022-04-01 | 2022-05-10
A3            | B        | R2          | 2022-04-01 |
A4            | B        | R2          | 2022-04-01 | 2022-05-10
"""
expect = """
assessment_id | place_in_referral
--------------+------------------
A1            | 2
A2            | 1
A3            | 2
A4            | 1
"""
*/
