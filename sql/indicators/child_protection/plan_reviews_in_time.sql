/*
ref        = "CP11"
title      = "Child protection plans reviewed in time"
definition = "Of the child protection plans of children under 18 open at the end of the period for at least three months, the share whose every review fell due was held in time: the first within three calendar months of the start of the plan, each later one within six months of the last, and none overdue. Where the setting plan_reviews_in_time is latest, only the latest review and what is due now are judged. Temporary plans of other authorities are out; a review dated on the first day of the plan is none. By team it is the team of the child's primary worker on that day; of several the one who began last."
why        = "A plan that is not reviewed may go on although it does not work."
basis      = "Working Together: reviews within three months, then six; children in need census, table D8"
unit       = "%"
better     = "higher"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
questions  = ["What held up the late ones?"]
*/
with plan as (
    select
        cp_plan.authority,
        period.period_id,
        period.end_date,
        cp_plan.plan_id,
        cp_plan.child_id,
        cp_plan.start_on
    from reference.period as period
    join core.cp_plan as cp_plan
      -- counted forward, as the first review is due: three months after 31 March are over with 30 June
      on cast(cp_plan.start_on + interval 3 months as date) <= period.end_date
     and (cp_plan.end_on is null or cp_plan.end_on > period.end_date)
    where not cp_plan.is_other_authority
      and (cp_plan.adult_on is null or cp_plan.adult_on > period.end_date)
),

judged as (
    select
        plan.authority,
        plan.period_id,
        plan.plan_id,
        plan.child_id,
        plan.start_on,
        plan.end_date,
        max(review.review_on) as last_on,
        max(case when review.is_late then review.review_on end) as last_late_on
    from plan
    left join core.cp_review as review
      on review.authority = plan.authority
     and review.plan_id = plan.plan_id
     and review.is_late is not null
     and review.review_on <= plan.end_date
    group by plan.authority, plan.period_id, plan.plan_id, plan.child_id, plan.start_on, plan.end_date
)

select
    judged.authority,
    judged.period_id,
    coalesce(case_team.team_name, 'Not recorded') as team_name,
    count(*) filter (
        where (judged.last_late_on is null or (setting.value = 'latest' and judged.last_late_on < judged.last_on))
          -- none is overdue
          and judged.end_date <= coalesce(
            cast(judged.last_on + interval 6 months as date),
            cast(judged.start_on + interval 3 months as date)
        )
    ) as numerator,
    count(*) as denominator
from judged
left join reference.setting as setting
  on setting.authority = judged.authority
 and setting.name = 'plan_reviews_in_time'
left join core.case_team as case_team
  on case_team.authority = judged.authority
 and case_team.child_id = judged.child_id
 and case_team.start_on <= judged.end_date
 and (case_team.end_on is null or case_team.end_on > judged.end_date)
group by grouping sets (
    (judged.authority, judged.period_id),
    (judged.authority, judged.period_id, coalesce(case_team.team_name, 'Not recorded'))
)

/* examples

[[example]]
because = "three months to the day and then six are in time; a day later is not; a review long due is late; a plan of 31 March has been open for three months on 30 June, when its first review is due; a plan of under three months is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on | is_other_authority
--------+------------+--------+-------------------
P1      | 2021-10-01 |        | false
P2      | 2021-10-01 |        | false
P3      | 2022-03-30 |        | false
P4      | 2022-03-31 |        | false
P7      | 2022-04-01 |        | false
P5      | 2022-03-30 |        | true
P6      | 2021-06-01 |        | false
"""
given."core.cp_review" = """
review_id | plan_id | review_on  | is_late
----------+---------+------------+--------
V1        | P1      | 2022-01-01 | false
V2        | P1      | 2022-07-01 | false
V3        | P2      | 2022-01-02 | true
V4        | P6      | 2021-06-01 |
V5        | P6      | 2021-08-30 | false
V6        | P6      | 2022-02-28 | false
"""
expect  = { numerator = 4, denominator = 5 }

[[example]]
because = "one late review is one too many, however many in time have followed it; one that is overdue now is late as well"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on | is_other_authority
--------+------------+--------+-------------------
P1      | 2020-10-01 |        | false
P2      | 2020-10-01 |        | false
P3      | 2021-10-01 |        | false
P4      | 2021-06-01 |        | false
"""
given."core.cp_review" = """
review_id | plan_id | review_on  | is_late
----------+---------+------------+--------
V1        | P1      | 2021-02-01 | true
V2        | P1      | 2021-06-01 | false
V3        | P1      | 2022-02-01 | true
V4        | P2      | 2021-06-01 | true
V5        | P2      | 2021-12-01 | false
V6        | P2      | 2022-05-01 | false
V7        | P4      | 2021-08-30 | false
V8        | P4      | 2021-12-29 | false
"""
expect  = { numerator = 0, denominator = 4 }

[[example]]
because = "where only the latest review is judged, a late one is forgiven once one in time has followed it; an overdue one is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on | is_other_authority
--------+------------+--------+-------------------
P1      | 2020-10-01 |        | false
P2      | 2020-10-01 |        | false
P3      | 2021-10-01 |        | false
P4      | 2021-06-01 |        | false
"""
given."core.cp_review" = """
review_id | plan_id | review_on  | is_late
----------+---------+------------+--------
V1        | P1      | 2021-02-01 | true
V2        | P1      | 2021-06-01 | false
V3        | P1      | 2022-02-01 | true
V4        | P2      | 2021-06-01 | true
V5        | P2      | 2021-12-01 | false
V6        | P2      | 2022-05-01 | false
V7        | P4      | 2021-08-30 | false
V8        | P4      | 2021-12-29 | false
"""
given."reference.setting" = """
name                 | value
---------------------+-------
plan_reviews_in_time | latest
reports_due          | 3
"""
expect  = { numerator = 1, denominator = 4 }

[[example]]
because = "by the team that holds the child's case on the day; a case that nobody holds is not recorded"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on | is_other_authority
--------+----------+------------+--------+-------------------
P1      | A        | 2021-12-01 |        | false
P2      | B        | 2022-02-01 |        | false
P3      | C        | 2022-02-01 |        | false
"""
given."core.cp_review" = """
review_id | plan_id | review_on  | is_late
----------+---------+------------+--------
V1        | P1      | 2022-02-01 | false
V2        | P2      | 2022-05-02 | true
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2021-12-01 | 2022-06-30 | Front
A        | 2022-06-30 |            | North
B        | 2021-12-01 | 2022-07-01 | North
C        | 2021-12-01 | 2022-06-30 | North
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { team_name = { North = [1, 2], "Not recorded" = [0, 1] } }

[[example]]
because = "a plan that ends on the day is closed, one that ends after it is not; 18 on the day is out, a day younger is in; a review on the day counts, one after it was not known"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | end_on     | is_other_authority | adult_on
--------+------------+------------+--------------------+-----------
P1      | 2022-03-30 | 2022-06-30 | false              |
P2      | 2022-03-30 | 2022-07-01 | false              |
P3      | 2022-03-30 |            | false              | 2022-06-30
P4      | 2022-03-30 |            | false              | 2022-07-01
P5      | 2021-10-01 |            | false              |
P6      | 2021-12-15 |            | false              |
"""
given."core.cp_review" = """
review_id | plan_id | review_on  | is_late
----------+---------+------------+--------
V1        | P5      | 2022-01-01 | false
V2        | P5      | 2022-07-02 | true
V3        | P6      | 2022-03-15 | false
V4        | P6      | 2022-06-30 | true
"""
expect  = { numerator = 3, denominator = 4 }

[[example]]
because = "a team from the day on holds the case, one from the next day does not yet"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority
--------+----------+------------+-------------------
P1      | A        | 2022-03-30 | false
P2      | B        | 2022-03-30 | false
"""
given."core.case_team" = """
child_id | start_on   | team_name
---------+------------+----------
A        | 2022-06-30 | North
B        | 2022-07-01 | South
"""
expect    = { numerator = 2, denominator = 2 }
expect_by = { team_name = { North = [1, 1], "Not recorded" = [1, 1] } }

[[example]]
because = "a plan without a review is overdue from the day after its first three months"
period  = ["2022-04-01", "2022-06-30"]
given."core.cp_plan" = """
plan_id | start_on   | is_other_authority
--------+------------+-------------------
P1      | 2022-03-30 | false
P2      | 2022-03-29 | false
P3      | 2022-03-01 | false
"""
expect  = { numerator = 1, denominator = 3 }
*/
