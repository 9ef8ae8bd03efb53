/*
ref        = "WF02"
title      = "Highest caseload of one worker"
definition = "The children of the case holder with the most children per full-time equivalent at the end of the period's last day: that worker's children over that worker's hours. Only workers with at least the hours that the partnership sets (fte_floor) are compared, because a few hours make any caseload look enormous. In a team or a role, the worker's hours in it."
why        = "An average can comply while one worker carries far too much."
basis      = "Local standard"
unit       = "children per FTE"
better     = "lower"
kind       = "snapshot"
summed     = false
of_one     = true
audiences  = ["executive", "policy_workforce"]
questions  = ["Is the highest one worker or one of many?", "What is being done about it this week?"]
*/
with holder as (
    select
        post.authority,
        period.period_id,
        period.end_date,
        post.worker_id,
        post.team_name,
        post.team_group,
        post.role,
        sum(post.fte) as fte
    from reference.period as period
    join core.post as post
      on post.month_end = period.end_date
    where post.is_in_post
      and post.is_case_holding
    group by grouping sets (
        (post.authority, period.period_id, period.end_date, post.worker_id),
        (post.authority, period.period_id, period.end_date, post.worker_id, post.team_name),
        (post.authority, period.period_id, period.end_date, post.worker_id, post.team_group),
        (post.authority, period.period_id, period.end_date, post.worker_id, post.role)
    )
),

worker_child as (
    select
        period.period_id,
        allocation.authority,
        allocation.worker_id,
        allocation.child_id
    from reference.period as period
    join core.allocation as allocation
      on allocation.start_on <= period.end_date
     and (allocation.end_on is null or allocation.end_on > period.end_date)
    where allocation.is_primary
    group by period.period_id, allocation.authority, allocation.worker_id, allocation.child_id
),

caseload as (
    select
        worker_child.authority,
        worker_child.period_id,
        worker_child.worker_id,
        count(*) as children
    from worker_child
    group by worker_child.authority, worker_child.period_id, worker_child.worker_id
),

compared as (
    select
        holder.authority,
        holder.period_id,
        holder.team_name,
        holder.team_group,
        holder.role,
        coalesce(caseload.children, 0) as children,
        holder.fte,
        row_number() over (
            partition by holder.authority, holder.period_id, holder.team_name, holder.team_group, holder.role
            order by coalesce(caseload.children, 0) / nullif(holder.fte, 0) desc, holder.fte desc, holder.worker_id
        ) as place
    from holder
    join reference.setting as setting
      on setting.authority = holder.authority
     and setting.name = 'fte_floor'
    left join caseload
      on caseload.authority = holder.authority
     and caseload.period_id = holder.period_id
     and caseload.worker_id = holder.worker_id
    where holder.fte > 0
      and holder.fte >= cast(setting.value as decimal(10, 2))
)

select
    compared.authority,
    compared.period_id,
    compared.team_name,
    compared.team_group,
    compared.role,
    compared.children as numerator,
    compared.fte as denominator
from compared
where compared.place = 1

/* examples

[[example]]
because = "three children of 0.2 FTE are 15 each, more than ten of 1.0; two of 0.1 would be 20 but are below the floor"
period  = ["2023-03-01", "2023-03-31"]
given."reference.setting" = """
name      | value
----------+------
fte_floor | 0.2
another   | 0.05
"""
given."core.post" = """
post_id | month_end  | worker_id | team_name | team_group  | role                          | fte | is_in_post | is_case_holding
--------+------------+-----------+-----------+-------------+-------------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | North     | Other teams | Experienced social worker     | 0.2 | true       | true
P2      | 2023-03-31 | S2        | South     | Other teams | Experienced social worker     | 0.4 | true       | true
P3      | 2023-03-31 | S2        | West      | Other teams | Newly qualified social worker | 0.6 | true       | true
P4      | 2023-03-31 | S3        | South     | Other teams | Experienced social worker     | 0.1 | true       | true
P5      | 2023-03-31 | S4        | East      | Other teams | Newly qualified social worker | 1.0 | true       | true
P6      | 2023-03-31 | S5        | East      | Other teams | Team manager                  | 1.0 | true       | false
P1      | 2023-02-28 | S1        | North     | Other teams | Experienced social worker     | 0.6 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
A1            | A        | S1        | 2023-01-01 |            | true
A2            | B        | S1        | 2023-01-01 |            | true
A3            | C        | S1        | 2023-01-01 |            | true
A4            | D        | S2        | 2023-01-01 |            | true
A5            | E        | S2        | 2023-01-01 |            | true
A6            | F        | S3        | 2023-01-01 |            | true
A7            | G        | S3        | 2023-01-01 |            | true
A8            | H        | S4        | 2023-01-01 | 2023-03-31 | true
A9            | I        | S5        | 2023-01-01 |            | true
A10           | D        | S2        | 2023-02-01 |            | true
"""
expect    = { numerator = 3, denominator = 0.2 }
expect_by = { team_name = { North = [3, 0.2], South = [2, 0.4], West = [2, 0.6], East = [0, 1] }, team_group = { "Other teams" = [3, 0.2] }, role = { "Experienced social worker" = [3, 0.2], "Newly qualified social worker" = [2, 0.6] } }

[[example]]
because = "a child who comes after the day, one whom a co-worker holds and those of a worker who left are not counted; an end after the day was not known"
period  = ["2023-03-01", "2023-03-31"]
given."reference.setting" = """
name      | value
----------+------
fte_floor | 0.2
"""
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_in_post | is_case_holding
--------+------------+-----------+---------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | Experienced social worker | 1.0 | true       | true
P2      | 2023-03-31 | S2        | Experienced social worker | 0.2 | false      | true
P3      | 2023-03-31 | S3        | Experienced social worker | 1.0 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
A1            | A        | S1        | 2023-03-31 | 2023-04-01 | true
A2            | B        | S1        | 2023-01-01 |            | false
A3            | C        | S2        | 2023-01-01 |            | true
A4            | D        | S3        | 2023-04-01 |            | true
A5            | E        | S3        | 2023-04-01 |            | true
"""
expect  = { numerator = 1, denominator = 1 }

[[example]]
because = "somebody with no hours has no caseload to compare, wherever the floor"
period  = ["2023-03-01", "2023-03-31"]
given."reference.setting" = """
name                   | value
-----------------------+------
fte_floor              | 0
cin_visit_working_days | 20
"""
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_in_post | is_case_holding
--------+------------+-----------+---------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | Experienced social worker | 0   | true       | true
P2      | 2023-03-31 | S2        | Experienced social worker | 1.0 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | is_primary
--------------+----------+-----------+------------+-----------
A1            | A        | S1        | 2023-01-01 | true
A2            | B        | S1        | 2023-01-01 | true
A3            | C        | S2        | 2023-01-01 | true
"""
expect  = { numerator = 1, denominator = 1 }

[[example]]
because = "of two with as many children an hour, the one with more hours stands for both"
period  = ["2023-03-01", "2023-03-31"]
given."reference.setting" = """
name      | value
----------+------
fte_floor | 0.2
"""
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_in_post | is_case_holding
--------+------------+-----------+---------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | Experienced social worker | 0.5 | true       | true
P2      | 2023-03-31 | S2        | Experienced social worker | 1.0 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | is_primary
--------------+----------+-----------+------------+-----------
A1            | A        | S1        | 2023-01-01 | true
A2            | B        | S2        | 2023-01-01 | true
A3            | C        | S2        | 2023-01-01 | true
"""
expect  = { numerator = 2, denominator = 1 }
*/
