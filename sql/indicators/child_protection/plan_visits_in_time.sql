/*
ref        = "CP12"
title      = "Children with a protection plan seen in the local standard"
definition = "Of the child protection plans of children under 18 open at the end of the period for at least as many working days as the local standard (the setting cp_visit_working_days), the share whose child was seen at a visit within that many working days. A child who is not born cannot be seen and is out, and so is one born less than that many working days before. A visit without seeing the child does not count, nor one of which nobody recorded whether the child was seen. Temporary plans of other authorities are out. By team it is the team of the child's primary worker on that day; of several the one who began last. By whether the child was seen alone it is by the latest visit on which the child was seen, in time or not."
why        = "A child thought to be at risk must be seen, and often."
basis      = "Local standard; no national frequency exists"
unit       = "%"
better     = "higher"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["Were they seen alone?", "Who has not been seen for longest?"]
*/
with standard as (
    select
        setting.authority,
        cast(setting.value as integer) as working_days
    from reference.setting as setting
    where setting.name = 'cp_visit_working_days'
),

plan as (
    select
        cp_plan.authority,
        period.period_id,
        period.end_date,
        cp_plan.plan_id,
        cp_plan.child_id,
        greatest(cp_plan.start_on, coalesce(cp_plan.birth_date, cp_plan.start_on)) as to_be_seen_from
    from reference.period as period
    join core.cp_plan as cp_plan
      on cp_plan.start_on <= period.end_date
     and (cp_plan.end_on is null or cp_plan.end_on > period.end_date)
    where not cp_plan.is_other_authority
      and (cp_plan.adult_on is null or cp_plan.adult_on > period.end_date)
      and (cp_plan.birth_date is not null or cp_plan.expected_birth_date is null)
),

last_seen as (
    select
        plan.authority,
        plan.period_id,
        plan.plan_id,
        max(cp_visit.visit_on) as visit_on,
        max(case when cp_visit.is_seen_alone then cp_visit.visit_on end) as alone_on,
        max(case when not cp_visit.is_seen_alone then cp_visit.visit_on end) as with_others_on
    from plan
    join core.cp_visit as cp_visit
      on cp_visit.authority = plan.authority
     and cp_visit.plan_id = plan.plan_id
     and cp_visit.visit_on <= plan.end_date
    where cp_visit.is_seen
    group by plan.authority, plan.period_id, plan.plan_id
),

judged as (
    select
        plan.authority,
        plan.period_id,
        coalesce(case_team.team_name, 'Not recorded') as team_name,
        case
            when last_seen.visit_on is null then 'Not seen'
            when last_seen.alone_on = last_seen.visit_on then 'Seen alone'
            when last_seen.with_others_on = last_seen.visit_on then 'Seen with others'
            else 'Not recorded'
        end as seen_alone,
        last_day.working_day_number - seen.working_day_number <= coalesce(standard.working_days, 10) as is_in_time
    from plan
    join reference.calendar as started
      on started.day = plan.to_be_seen_from
    join reference.calendar as last_day
      on last_day.day = plan.end_date
    left join standard
      on standard.authority = plan.authority
    left join last_seen
      on last_seen.authority = plan.authority
     and last_seen.period_id = plan.period_id
     and last_seen.plan_id = plan.plan_id
    left join reference.calendar as seen
      on seen.day = last_seen.visit_on
    left join core.case_team as case_team
      on case_team.authority = plan.authority
     and case_team.child_id = plan.child_id
     and case_team.start_on <= plan.end_date
     and (case_team.end_on is null or case_team.end_on > plan.end_date)
    where last_day.working_day_number - started.working_day_number >= coalesce(standard.working_days, 10)
)

select
    judged.authority,
    judged.period_id,
    judged.team_name,
    judged.seen_alone,
    count(*) filter (where judged.is_in_time) as numerator,
    count(*) as denominator
from judged
group by grouping sets (
    (judged.authority, judged.period_id),
    (judged.authority, judged.period_id, judged.team_name),
    (judged.authority, judged.period_id, judged.seen_alone)
)

/* examples

[[example]]
because = "10 working days before 30 June 2022 is 16 June: seen on that day is in time, the day before is not; a visit without the child is none; a plan from 17 June is too new"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
authority | name                  | value
----------+-----------------------+------
370       | cp_visit_working_days | 10
370       | reports_due           | 3
"""
given."core.cp_plan" = """
plan_id | start_on   | end_on | is_other_authority
--------+------------+--------+-------------------
P1      | 2022-01-01 |        | false
P2      | 2022-01-01 |        | false
P3      | 2022-01-01 |        | false
P4      | 2022-06-17 |        | false
P5      | 2022-01-01 |        | true
"""
given."core.cp_visit" = """
visit_id | plan_id | visit_on   | is_seen
---------+---------+------------+--------
V1       | P1      | 2022-06-16 | true
V2       | P2      | 2022-06-15 | true
V3       | P2      | 2022-06-20 | false
V4       | P4      | 2022-06-20 | true
"""
expect  = { numerator = 1, denominator = 3 }

[[example]]
because = "whether alone is asked of the latest visit at which the child was seen, in time or not; of two on a day one alone is enough; the team is the one that holds the case on the day"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority
--------+----------+------------+-------------------
P1      | A        | 2022-01-01 | false
P2      | B        | 2022-01-01 | false
P3      | C        | 2022-01-01 | false
P4      | D        | 2022-01-01 | false
P5      | E        | 2022-01-01 | false
"""
given."core.cp_visit" = """
visit_id | plan_id | visit_on   | is_seen | is_seen_alone
---------+---------+------------+---------+--------------
V1       | P1      | 2022-06-20 | true    | true
V2       | P1      | 2022-06-20 | true    | false
V3       | P2      | 2022-06-20 | true    | true
V4       | P2      | 2022-06-21 | true    | false
V5       | P2      | 2022-06-22 | false   | true
V6       | P3      | 2022-06-20 | true    |
V7       | P4      | 2022-04-20 | true    | true
V8       | P5      | 2022-06-20 | false   | true
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2022-01-01 | 2022-07-01 | North
B        | 2022-01-01 | 2022-06-30 | Front
B        | 2022-06-30 |            | North
D        | 2022-01-01 |            | North
"""
expect    = { numerator = 3, denominator = 5 }
expect_by = { team_name = { North = [2, 3], "Not recorded" = [1, 2] }, seen_alone = { "Seen alone" = [1, 2], "Seen with others" = [1, 1], "Not recorded" = [1, 1], "Not seen" = [0, 1] } }

[[example]]
because = "a plan that starts or ends after the day was not known to, one that ends on it is closed; 18 on the day is out, a day younger is in; a visit on the day counts and a later one does not; a plan from 16 June is due"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                  | value
----------------------+------
cp_visit_working_days | 10
"""
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2022-07-01 |            | false              |
P2      | 2022-01-01 | 2022-06-30 | false              |
P3      | 2022-01-01 | 2022-07-01 | false              |
P4      | 2022-01-01 |            | false              | 2022-06-30
P5      | 2022-01-01 |            | false              | 2022-07-01
P6      | 2022-06-16 |            | false              |
"""
given."core.cp_visit" = """
visit_id | plan_id | visit_on   | is_seen
---------+---------+------------+--------
V1       | P3      | 2022-07-01 | true
V2       | P5      | 2022-06-30 | true
"""
expect  = { numerator = 1, denominator = 3 }

[[example]]
because = "a team from the day on holds the case, one from the next day does not yet"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                   | value
-----------------------+------
cp_visit_working_days  | 10
cin_visit_working_days | 20
"""
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority
--------+----------+------------+-------------------
P1      | A        | 2022-01-01 | false
P2      | B        | 2022-01-01 | false
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
because = "where the partnership gives five working days, 23 June is in time for 30 June and the day before is not, and a plan of 23 June is asked about; the latest visit counts"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                  | value
----------------------+------
cp_visit_working_days | 5
"""
given."core.cp_plan" = """
plan_id | start_on   | is_other_authority
--------+------------+-------------------
P1      | 2022-06-23 | false
P2      | 2022-06-01 | false
P3      | 2022-06-24 | false
"""
given."core.cp_visit" = """
visit_id | plan_id | visit_on   | is_seen | is_seen_alone
---------+---------+------------+---------+--------------
V1       | P1      | 2022-06-23 | true    | false
V2       | P2      | 2022-06-22 | true    | true
V3       | P2      | 2022-06-08 | true    | false
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { seen_alone = { "Seen alone" = [0, 1], "Seen with others" = [1, 1] } }

[[example]]
because = "ten working days where the partnership says nothing: 16 June is in time for 30 June, 15 June is not; of visits alone and of visits with others the latest is held beside the latest of all"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | is_other_authority
--------+------------+-------------------
P1      | 2022-06-16 | false
P2      | 2022-06-15 | false
P3      | 2022-06-17 | false
"""
given."core.cp_visit" = """
visit_id | plan_id | visit_on   | is_seen | is_seen_alone
---------+---------+------------+---------+--------------
V1       | P1      | 2022-06-16 | true    | true
V2       | P1      | 2022-06-17 | true    | true
V3       | P2      | 2022-06-14 | true    | false
V4       | P2      | 2022-06-15 | true    | false
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { seen_alone = { "Seen alone" = [1, 1], "Seen with others" = [0, 1] } }

[[example]]
because = "a child who is not born cannot be seen; one born on 16 June 2022 has been here for 10 working days on the last of the month, one born the day after has not; one whose age nobody recorded can be seen"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority | birth_date | expected_birth_date
--------+----------+------------+--------------------+------------+--------------------
P1      | A        | 2022-01-01 | false              |            | 2022-05-01
P2      | B        | 2022-01-01 | false              | 2022-07-01 |
P3      | C        | 2022-01-01 | false              | 2022-06-16 |
P4      | D        | 2022-01-01 | false              | 2022-06-17 |
P5      | E        | 2022-01-01 | false              |            |
P6      | F        | 2022-01-01 | false              | 2022-03-01 | 2022-03-05
P7      | G        | 2022-06-17 | false              | 2022-03-01 |
"""
expect  = { numerator = 0, denominator = 3 }
*/
