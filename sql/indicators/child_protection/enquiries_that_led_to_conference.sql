/*
ref        = "SP10"
title      = "Section 47 enquiries that led to an initial conference"
definition = "Of the section 47 enquiries about children under 18 that began in the period, the share that an initial child protection conference followed. An enquiry without one is too recent, and left out, until 15 working days have passed by the end of the period or a conference was ruled out. A conference after the period counts once it is known."
why        = "Very many enquiries without a conference may mean families are put through one needlessly; very few, that only certain cases are looked at."
basis      = "Children in need census, tables C4 and D1"
unit       = "%"
better     = "band"
kind       = "cohort"
audiences  = ["child_neglect"]
questions  = ["What became of the children without a conference?"]
*/
with met as (
    select distinct
        conference.authority,
        conference.enquiry_id
    from core.conference as conference
    where conference.enquiry_id is not null
)

select
    enquiry.authority,
    period.period_id,
    count(*) filter (where met.enquiry_id is not null) as numerator,
    count(*) as denominator
from reference.period as period
join core.section_47 as enquiry
  on enquiry.start_on between period.start_date and period.end_date
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
where (
        met.enquiry_id is not null
        or enquiry.is_conference_not_required
        or working_days(
            began.working_day_number, began.is_working_day, last_day.working_day_number, first_day.value
        ) > 15
    )
  and (enquiry.adult_on is null or enquiry.adult_on > enquiry.start_on)
group by enquiry.authority, period.period_id

/* examples

[[example]]
because = "two of four; the enquiry of 20 June without a conference is too recent to say, one with a conference is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | child_id | start_on   | is_conference_not_required
-----------+----------+------------+---------------------------
E1         | A        | 2022-04-01 | false
E2         | B        | 2022-04-01 | false
E3         | C        | 2022-06-20 | true
E4         | D        | 2022-06-20 | false
E5         | E        | 2022-06-20 | false
"""
given."core.conference" = """
conference_id | child_id | enquiry_id | conference_on
--------------+----------+------------+--------------
C1            | A        | E1         | 2022-04-20
C2            | E        | E5         | 2022-06-28
"""
expect  = { numerator = 2, denominator = 4 }

[[example]]
because = "where the first working day is day 1, an enquiry of 9 June without a conference is no longer too recent on 30 June"
period  = ["2022-04-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | child_id | start_on   | is_conference_not_required
-----------+----------+------------+---------------------------
E1         | A        | 2022-06-09 | false
E2         | B        | 2022-06-10 | false
E3         | C        | 2022-05-03 | false
"""
given."reference.setting" = """
name              | value
------------------+------
first_working_day | 1
reports_due       | 3
"""
expect  = { numerator = 0, denominator = 2 }

[[example]]
because = "18 on the day is out, a day younger is in; a conference that names no enquiry is of none"
period  = ["2022-04-01", "2022-06-30"]
given."core.section_47" = """
enquiry_id | child_id | start_on   | is_conference_not_required | adult_on
-----------+----------+------------+----------------------------+-----------
E1         | A        | 2022-05-10 | false                      | 2022-05-10
E2         | B        | 2022-05-10 | false                      | 2022-05-11
"""
given."core.conference" = """
conference_id | child_id | enquiry_id | conference_on
--------------+----------+------------+--------------
C1            | B        | E2         | 2022-05-20
C2            | A        |            | 2022-05-20
"""
expect  = { numerator = 1, denominator = 1 }
*/
