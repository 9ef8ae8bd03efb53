/*
grain = "one initial child protection conference of a child"
key   = ["authority", "conference_id"]
rows  = ["mosaic.conference"]
[columns]
authority = "varchar"
conference_id = "varchar"
child_id = "varchar"
referral_id = "varchar"
enquiry_id = "varchar"
conference_on = "date"
is_transfer_in = "boolean"
clock_start_on = { type = "date", from = ["mosaic.section_47.start_date"] }
working_days = { type = "integer", from = ["mosaic.section_47.start_date"] }
is_counted = "boolean"
is_plan_outcome = { type = "boolean", from = ["mosaic.conference.is_plan_outcome"] }
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
recorded_at = { type = "timestamp", from = ["mosaic.conference.recorded_at"] }
recorded_on = { type = "date", from = ["mosaic.conference.recorded_at"] }
*/
with found as (
    select
        conference.authority,
        conference.conference_id,
        enquiry.enquiry_id,
        row_number() over (
            partition by conference.authority, conference.conference_id
            order by
                enquiry.start_on desc, enquiry.recorded_at nulls last, enquiry.is_conference_not_required,
                enquiry.end_on nulls last, enquiry.enquiry_id
        ) as place
    from mosaic.conference as conference
    join core.section_47 as enquiry
      on enquiry.authority = conference.authority
     and enquiry.child_id = conference.child_id
     and enquiry.referral_id = conference.referral_id
     and enquiry.start_on <= conference.conference_date
    where conference.enquiry_id is null
      and conference.is_transfer_in is distinct from true
),

linked as (
    select
        conference.authority,
        conference.conference_id,
        coalesce(conference.is_transfer_in, false) as is_transfer_in,
        coalesce(conference.enquiry_id, found.enquiry_id) as enquiry_id
    from mosaic.conference as conference
    left join found
      on found.authority = conference.authority
     and found.conference_id = conference.conference_id
     and found.place = 1
),

clocked as (
    select
        linked.authority,
        linked.conference_id,
        linked.is_transfer_in,
        linked.enquiry_id,
        case when not linked.is_transfer_in then enquiry.start_on end as clock_start_on
    from linked
    left join core.section_47 as enquiry
      on enquiry.authority = linked.authority
     and enquiry.enquiry_id = linked.enquiry_id
)

select
    conference.authority,
    conference.conference_id,
    conference.child_id,
    conference.referral_id,
    clocked.enquiry_id,
    conference.conference_date as conference_on,
    clocked.is_transfer_in,
    clocked.clock_start_on,
    case
        when conference.conference_date >= clocked.clock_start_on
            then working_days(
                started.working_day_number, started.is_working_day, held.working_day_number, first_day.value
            )
    end as working_days,
    -- of siblings in one meeting the one who waited longest stands for all, where meetings are counted
    counted_by.value is distinct from 'meeting'
    or row_number() over (
        partition by
            conference.authority,
            coalesce(child.family_id, conference.child_id),
            conference.conference_date,
            coalesce(child.adult_on <= conference.conference_date, false)
        order by held.working_day_number - started.working_day_number desc nulls last, conference.conference_id
    ) = 1 as is_counted,
    conference.is_plan_outcome,
    coalesce(team.team_name, 'Not recorded') as team_name,
    child.adult_on,
    conference.recorded_at,
    conference.recorded_on
from mosaic.conference as conference
join clocked
  on clocked.authority = conference.authority
 and clocked.conference_id = conference.conference_id
left join reference.calendar as started
  on started.day = clocked.clock_start_on
left join reference.calendar as held
  on held.day = conference.conference_date
left join core.child as child
  on child.authority = conference.authority
 and child.child_id = conference.child_id
left join reference.setting as first_day
  on first_day.authority = conference.authority
 and first_day.name = 'first_working_day'
left join reference.setting as counted_by
  on counted_by.authority = conference.authority
 and counted_by.name = 'conferences_counted_by'
left join mosaic.team as team
  on team.authority = conference.authority
 and team.team_id = conference.team_id

/* examples

[[example]]
because = "each child of a meeting is one conference"
given."mosaic.conference" = """
conference_id | child_id | referral_id | enquiry_id | conference_date | is_transfer_in
--------------+----------+-------------+------------+-----------------+---------------
C1            | A        | R1          | E1         | 2022-05-20      | false
C2            | B        | R2          | E2         | 2022-05-20      | false
"""
given."core.section_47" = """
enquiry_id | child_id | referral_id | start_on
-----------+----------+-------------+-----------
E1         | A        | R1          | 2022-05-13
E2         | B        | R2          | 2022-05-12
"""
given."core.child" = """
child_id | family_id
---------+----------
A        | F
B        | F
"""
expect = """
conference_id | working_days | is_counted
--------------+--------------+-----------
C1            | 5            | true
C2            | 6            | true
"""

[[example]]
because = "where meetings are counted, the sibling who waited longest stands for the meeting; another family, another day and a child without a family are meetings of their own"
given."mosaic.conference" = """
conference_id | child_id | referral_id | enquiry_id | conference_date | is_transfer_in
--------------+----------+-------------+------------+-----------------+---------------
C1            | A        | R1          | E1         | 2022-05-20      | false
C2            | B        | R2          | E2         | 2022-05-20      | false
C3            | A        | R1          |            | 2022-05-23      | true
C4            | C        | R3          |            | 2022-05-20      | true
C5            | D        | R4          |            | 2022-05-20      | true
C6            | E        | R5          |            | 2022-05-20      | true
"""
given."core.section_47" = """
enquiry_id | child_id | referral_id | start_on
-----------+----------+-------------+-----------
E1         | A        | R1          | 2022-05-13
E2         | B        | R2          | 2022-05-12
"""
given."core.child" = """
child_id | family_id
---------+----------
A        | F
B        | F
C        | G
D        |
E        |
"""
given."reference.setting" = """
name                   | value
-----------------------+--------
conferences_counted_by | meeting
"""
expect = """
conference_id | is_counted
--------------+-----------
C1            | false
C2            | true
C3            | true
C4            | true
C5            | true
C6            | true
"""

[[example]]
because = "the day of the discussion is day 0; where the first working day is day 1, every wait that began on a working day is a day longer, and one that began on a Saturday is not"
given."mosaic.conference" = """
conference_id | child_id | referral_id | enquiry_id | conference_date | is_transfer_in
--------------+----------+-------------+------------+-----------------+---------------
C1            | A        | R1          | E1         | 2022-05-20      | false
C2            | B        | R2          | E2         | 2022-05-20      | false
"""
given."core.section_47" = """
enquiry_id | child_id | referral_id | start_on
-----------+----------+-------------+-----------
E1         | A        | R1          | 2022-05-13
E2         | B        | R2          | 2022-05-14
"""
given."reference.setting" = """
name              | value
------------------+------
first_working_day | 1
"""
expect = """
conference_id | working_days
--------------+-------------
C1            | 6
C2            | 5
"""

[[example]]
because = "a conference without a link belongs to the latest enquiry of its child and referral that began by its day, of one day the first recorded; a transfer in belongs to none; one held before its enquiry, or of an enquiry nobody holds, has no wait; other settings change nothing"
given."mosaic.conference" = """
conference_id | child_id | referral_id | enquiry_id | conference_date | is_transfer_in | team_id
--------------+----------+-------------+------------+-----------------+----------------+--------
C1            | A        | R1          |            | 2022-05-20      | false          | T1
C2            | B        | R2          |            | 2022-05-20      |                | T2
C3            | A        | R1          |            | 2022-05-20      | true           | T9
C4            | D        | R4          | E8         | 2022-05-20      | false          |
C5            | D        | R4          | E0         | 2022-05-20      | false          | T1
C6            | D        | R4          | E9         | 2022-05-20      | false          | T1
C7            | D        | R4          | E9         |                 | false          | T1
"""
given."core.section_47" = """
enquiry_id | child_id | referral_id | start_on   | recorded_at
-----------+----------+-------------+------------+-----------------
E1         | A        | R1          | 2022-05-12 | 2022-05-12 09:00
E2         | A        | R1          | 2022-05-13 | 2022-05-13 12:00
E3         | A        | R1          | 2022-05-13 | 2022-05-13 09:00
E4         | A        | R1          | 2022-05-21 | 2022-05-21 09:00
E5         | A        | R9          | 2022-05-19 | 2022-05-19 09:00
E6         | B        | R2          | 2022-05-20 |
E7         | B        | R2          | 2022-05-20 | 2022-05-20 09:00
E8         | D        | R4          | 2022-05-21 | 2022-05-21 09:00
E9         | D        | R4          | 2022-05-20 | 2022-05-20 09:00
F1         | D        | R1          | 2022-05-18 | 2022-05-18 09:00
"""
given."mosaic.team" = """
team_id | team_name
--------+----------
T1      | North
T2      | South
"""
given."reference.setting" = """
name        | value
------------+--------
another     | meeting
reports_due | 1
"""
expect = """
conference_id | enquiry_id | clock_start_on | working_days | is_transfer_in | is_counted | team_name
--------------+------------+----------------+--------------+----------------+------------+-------------
C1            | E3         | 2022-05-13     | 5            | false          | true       | North
C2            | E7         | 2022-05-20     | 0            | false          | true       | South
C3            |            |                |              | true           | true       | Not recorded
C4            | E8         | 2022-05-21     |              | false          | true       | Not recorded
C5            | E0         |                |              | false          | true       | North
C6            | E9         | 2022-05-20     | 0            | false          | true       | North
C7            | E9         | 2022-05-20     |              | false          | true       | North
"""

[[example]]
because = "where meetings are counted, a sibling who was 18 on the day stands apart, one who turns 18 the next day does not; of two who waited alike the first by reference stands"
given."mosaic.conference" = """
conference_id | child_id | referral_id | enquiry_id | conference_date
--------------+----------+-------------+------------+----------------
C2            | A        | R1          |            | 2022-05-20
C1            | B        | R2          |            | 2022-05-20
C3            | C        | R3          |            | 2022-05-20
C4            | D        | R4          |            | 2022-05-20
"""
given."core.child" = """
child_id | family_id | adult_on
---------+-----------+-----------
A        | F         | 2022-05-21
B        | F         |
C        | F         | 2022-05-20
D        | F         | 2022-05-19
"""
given."reference.setting" = """
name                   | value
-----------------------+--------
conferences_counted_by | meeting
"""
expect = """
conference_id | is_counted
--------------+-----------
C1            | true
C2            | false
C3            | true
C4            | false
"""

[[example]]
because = "of two enquiries of one day of which nobody knows which was recorded first, the one that did not rule out a conference led to it, then the one that ended first, whatever their references"
given."mosaic.conference" = """
conference_id | child_id | referral_id | enquiry_id | conference_date | is_transfer_in
--------------+----------+-------------+------------+-----------------+---------------
C1            | A        | R1          |            | 2022-05-20      | false
C2            | B        | R2          |            | 2022-05-20      | false
C3            | C        | R3          |            | 2022-05-20      | false
"""
given."core.section_47" = """
enquiry_id | child_id | referral_id | start_on   | end_on     | is_conference_not_required
-----------+----------+-------------+------------+------------+---------------------------
E1         | A        | R1          | 2022-05-13 | 2022-05-14 | true
E2         | A        | R1          | 2022-05-13 | 2022-05-16 | false
E3         | B        | R2          | 2022-05-13 | 2022-05-16 | false
E4         | B        | R2          | 2022-05-13 | 2022-05-15 | false
E5         | C        | R3          | 2022-05-13 |            | false
E6         | C        | R3          | 2022-05-13 | 2022-05-15 | false
"""
expect = """
conference_id | enquiry_id
--------------+-----------
C1            | E2
C2            | E4
C3            | E6
"""
*/
