/*
ref        = "SP09"
title      = "Section 47 enquiries past 15 working days without a conference"
definition = "Section 47 enquiries about children under 18 that began more than 15 working days before the end of the period (the setting first_working_day), without an initial conference by then and without a decision by then that none is required. That decision has no day of its own: it is taken to fall on the day on which the enquiry ended."
why        = "The share of conferences in time says nothing of the children whose conference has not been held."
basis      = "Children in need census rule 8675Q"
unit       = "count"
better     = "lower"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Is each of these children safe today?"]
*/
with met as (
    select
        conference.authority,
        conference.enquiry_id,
        min(conference.conference_on) as conference_on
    from core.conference as conference
    where conference.enquiry_id is not null
    group by conference.authority, conference.enquiry_id
)

select
    enquiry.authority,
    period.period_id,
    enquiry.team_name,
    count(*) as numerator
from reference.period as period
join core.section_47 as enquiry
  on enquiry.start_on <= period.end_date
join reference.calendar as began
  on began.day = enquiry.start_on
join reference.calendar as last_day
  on last_day.day = period.end_date
left join met
  on met.authority = enquiry.authority
 and met.enquiry_id = enquiry.enquiry_id
left join reference.setting as first_day
  on first_day.authority = enquiry.authority
 and first_day.name = 'first_working_day'
where not (enquiry.is_conference_not_required and coalesce(enquiry.end_on <= period.end_date, true))
  and (met.conference_on is null or met.conference_on > period.end_date)
  and working_days(
        began.working_day_number, began.is_working_day, last_day.working_day_number, first_day.value
    ) > 15
  and (enquiry.adult_on is null or enquiry.adult_on > period.end_date)
group by grouping sets (
    (enquiry.authority, period.period_id),
    (enquiry.authority, period.period_id, enquiry.team_name)
)

/* examples

[[example]]
because = "15 working days before 30 June 2022 is 9 June: not yet past; a conference after the period was not known; ruled out by the period's end is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | child_id | start_on   | end_on     | is_conference_not_required | team_name
-----------+----------+------------+------------+----------------------------+----------
E1         | A        | 2022-06-09 |            | false                      | North
E2         | B        | 2022-06-08 |            | false                      | North
E3         | C        | 2022-05-01 | 2022-06-30 | true                       | North
E4         | D        | 2022-05-01 | 2022-06-30 | false                      | South
E5         | E        | 2022-05-01 | 2022-07-01 | false                      | South
E6         | F        | 2022-05-01 | 2022-07-01 | true                       | South
E7         | G        | 2022-05-01 |            | true                       | South
"""
given."core.conference" = """
conference_id | child_id | enquiry_id | conference_on
--------------+----------+------------+--------------
C1            | D        | E4         | 2022-06-30
C3            | D        | E4         | 2022-07-20
C2            | E        | E5         | 2022-07-01
"""
expect    = { numerator = 3 }
expect_by = { team_name = { North = [1], South = [2] } }

[[example]]
because = "where the first working day is day 1, an enquiry of 9 June is on its day 16 on 30 June and past"
period  = ["2022-04-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | child_id | start_on   | end_on     | is_conference_not_required | team_name
-----------+----------+------------+------------+----------------------------+----------
E1         | A        | 2022-06-09 |            | false                      | North
E2         | B        | 2022-06-10 |            | false                      | North
E3         | C        | 2022-05-03 |            | false                      | North
"""
given."reference.setting" = """
name              | value
------------------+------
first_working_day | 1
reports_due       | 3
"""
expect  = { numerator = 2 }

[[example]]
because = "18 on the day is out, a day younger is in; a conference that names no enquiry ends none"
period  = ["2022-04-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | child_id | start_on   | is_conference_not_required | adult_on
-----------+----------+------------+----------------------------+-----------
E1         | A        | 2022-05-01 | false                      | 2022-06-30
E2         | B        | 2022-05-01 | false                      | 2022-07-01
"""
given."core.conference" = """
conference_id | child_id | enquiry_id | conference_on
--------------+----------+------------+--------------
C1            | B        |            | 2022-06-01
"""
expect  = { numerator = 1 }
*/
