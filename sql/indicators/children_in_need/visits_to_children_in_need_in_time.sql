/*
ref        = "CN08"
title      = "Children in need visited in the local standard"
definition = "Of the children under 18 with a child in need plan open at the end of the period for at least as many working days as the local standard (the setting cin_visit_working_days), the share seen at a visit within that many working days. A child who is not born cannot be seen and is out, and so is one born less than that many working days before. A visit at which the child was not seen does not count, nor one of which nobody recorded it. By team it is the team of the child's primary worker on that day; of several the one who began last."
why        = "A plan nobody visits helps nobody."
basis      = "Local standard"
unit       = "%"
better     = "higher"
kind       = "snapshot"
audiences  = ["child_neglect"]
questions  = ["Who has not been seen for longest?"]
*/
with standard as (
    select
        setting.authority,
        cast(setting.value as integer) as working_days
    from reference.setting as setting
    where setting.name = 'cin_visit_working_days'
),

child as (
    select
        cin_plan.authority,
        period.period_id,
        period.end_date,
        cin_plan.child_id,
        min(greatest(cin_plan.start_on, coalesce(child.birth_date, cin_plan.start_on))) as to_be_seen_from
    from reference.period as period
    join core.cin_plan as cin_plan
      on cin_plan.start_on <= period.end_date
     and (cin_plan.end_on is null or cin_plan.end_on > period.end_date)
    left join core.child as child
      on child.authority = cin_plan.authority
     and child.child_id = cin_plan.child_id
    where (child.adult_on is null or child.adult_on > period.end_date)
      and (child.birth_date is not null or child.expected_birth_date is null)
    group by cin_plan.authority, period.period_id, period.end_date, cin_plan.child_id
),

last_seen as (
    select
        child.authority,
        child.period_id,
        child.child_id,
        max(cin_visit.visit_on) as visit_on
    from child
    join core.cin_visit as cin_visit
      on cin_visit.authority = child.authority
     and cin_visit.child_id = child.child_id
     and cin_visit.visit_on <= child.end_date
    where cin_visit.is_seen
    group by child.authority, child.period_id, child.child_id
)

select
    child.authority,
    child.period_id,
    coalesce(case_team.team_name, 'Not recorded') as team_name,
    count(*) filter (
        where last_day.working_day_number - seen.working_day_number <= coalesce(standard.working_days, 20)
    ) as numerator,
    count(*) as denominator
from child
join reference.calendar as started
  on started.day = child.to_be_seen_from
join reference.calendar as last_day
  on last_day.day = child.end_date
left join standard
  on standard.authority = child.authority
left join last_seen
  on last_seen.authority = child.authority
 and last_seen.period_id = child.period_id
 and last_seen.child_id = child.child_id
left join reference.calendar as seen
  on seen.day = last_seen.visit_on
left join core.case_team as case_team
  on case_team.authority = child.authority
 and case_team.child_id = child.child_id
 and case_team.start_on <= child.end_date
 and (case_team.end_on is null or case_team.end_on > child.end_date)
where last_day.working_day_number - started.working_day_number >= coalesce(standard.working_days, 20)
group by grouping sets (
    (child.authority, child.period_id),
    (child.authority, child.period_id, coalesce(case_team.team_name, 'Not recorded'))
)

/* examples

[[example]]
because = "20 working days before 30 June 2022 is 31 May: seen on that day is in time, the working day before is not; not seen is no visit; a plan from 1 June is too new"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
authority | name                   | value
----------+------------------------+------
370       | cin_visit_working_days | 20
370       | reports_due            | 3
"""
given."core.cin_plan" = """
plan_id | child_id | start_on   | end_on
--------+----------+------------+-------
N1      | A        | 2022-01-01 |
N2      | B        | 2022-01-01 |
N3      | C        | 2022-01-01 |
N4      | D        | 2022-06-01 |
"""
given."core.cin_visit" = """
visit_id | child_id | visit_on   | is_seen
---------+----------+------------+--------
V1       | A        | 2022-05-31 | true
V2       | B        | 2022-05-30 | true
V3       | B        | 2022-06-20 | false
V4       | D        | 2022-06-20 | true
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2022-01-01 | 2022-07-01 | North
B        | 2022-01-01 |            | North
C        | 2022-01-01 | 2022-06-30 | South
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { team_name = { North = [1, 2], "Not recorded" = [0, 1] } }

[[example]]
because = "a plan that starts or ends after the day was not known to, one that ends on it is closed; 18 on the day is out, a day younger is in; a visit on the day counts and a later one does not; a plan from 31 May is due"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                   | value
-----------------------+------
cin_visit_working_days | 20
"""
given."core.child" = """
child_id | adult_on
---------+-----------
D        | 2022-06-30
E        | 2022-07-01
"""
given."core.cin_plan" = """
plan_id | child_id | start_on   | end_on
--------+----------+------------+-----------
N1      | A        | 2022-07-01 |
N2      | B        | 2022-01-01 | 2022-06-30
N3      | C        | 2022-01-01 | 2022-07-01
N4      | D        | 2022-01-01 |
N5      | E        | 2022-01-01 |
N6      | F        | 2022-05-31 |
"""
given."core.cin_visit" = """
visit_id | child_id | visit_on   | is_seen
---------+----------+------------+--------
V1       | C        | 2022-07-01 | true
V2       | E        | 2022-06-30 | true
"""
expect  = { numerator = 1, denominator = 3 }

[[example]]
because = "a team from the day on holds the case, one from the next day does not yet"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                   | value
-----------------------+------
cin_visit_working_days | 20
cp_visit_working_days  | 10
"""
given."core.cin_plan" = """
plan_id | child_id | start_on
--------+----------+-----------
N1      | A        | 2022-01-01
N2      | B        | 2022-01-01
"""
given."core.case_team" = """
child_id | start_on   | team_name
---------+------------+----------
A        | 2022-06-30 | North
B        | 2022-07-01 | South
"""
expect    = { numerator = 0, denominator = 2 }
expect_by = { team_name = { North = [0, 1], "Not recorded" = [0, 1] } }

[[example]]
because = "where the partnership gives ten working days, 16 June is in time for 30 June and the day before is not; the latest visit and the first of two plans count"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                   | value
-----------------------+------
cin_visit_working_days | 10
"""
given."core.cin_plan" = """
plan_id | child_id | start_on
--------+----------+-----------
N1      | A        | 2022-06-16
N2      | A        | 2022-06-20
N3      | B        | 2022-06-01
N4      | C        | 2022-06-17
"""
given."core.cin_visit" = """
visit_id | child_id | visit_on   | is_seen
---------+----------+------------+--------
V1       | A        | 2022-06-10 | true
V2       | A        | 2022-06-16 | true
V3       | B        | 2022-06-15 | true
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "twenty working days where the partnership says nothing: 31 May is in time for 30 June, 30 May is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_plan" = """
plan_id | child_id | start_on
--------+----------+-----------
N1      | A        | 2022-05-31
N2      | B        | 2022-05-30
N3      | C        | 2022-06-01
"""
given."core.cin_visit" = """
visit_id | child_id | visit_on   | is_seen
---------+----------+------------+--------
V1       | A        | 2022-05-31 | true
V2       | B        | 2022-05-30 | true
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "a child who is not born cannot be seen; one born on 31 May 2022 has been here for 20 working days on 30 June, one born the day after has not; one whose age nobody recorded can be seen"
period  = ["2022-04-01", "2022-06-30"]
given."core.child" = """
child_id | birth_date | expected_birth_date
---------+------------+--------------------
A        |            | 2022-05-01
B        | 2022-07-01 |
C        | 2022-05-31 |
D        | 2022-06-01 |
E        |            |
F        | 2022-03-01 | 2022-03-05
G        | 2022-03-01 |
"""
given."core.cin_plan" = """
plan_id | child_id | start_on
--------+----------+-----------
N1      | A        | 2022-01-01
N2      | B        | 2022-01-01
N3      | C        | 2022-01-01
N4      | D        | 2022-01-01
N5      | E        | 2022-01-01
N6      | F        | 2022-01-01
N7      | G        | 2022-06-01
"""
expect  = { numerator = 0, denominator = 3 }
*/
