/*
ref        = "WF03"
title      = "Case holders over the maximum of their role"
definition = "Of the case holders in post on the period's last day whose role has a maximum, the share with more children per full-time equivalent than that maximum allows; exactly at the maximum is not over it. Case holders of any hours count, each once, in the role and team of their largest post (of equal ones the first by the names of role and team) and with the hours of all their case-holding posts. The maximum is the one in force on that day; before a role had one it has none."
why        = "The partnership set the most children that one worker should hold."
basis      = "Caseload maxima set by the partnership"
unit       = "%"
better     = "lower"
kind       = "snapshot"
audiences  = ["executive", "policy_workforce"]
questions  = ["For how long has each worker been over?", "Are newly qualified workers protected?"]
*/
with holder_post as (
    select
        post.authority,
        period.period_id,
        period.end_date,
        post.worker_id,
        post.role,
        post.team_name,
        post.team_group,
        post.fte,
        row_number() over (
            partition by post.authority, period.period_id, post.worker_id
            order by post.fte desc, post.role, post.team_name, post.post_id
        ) as place
    from reference.period as period
    join core.post as post
      on post.month_end = period.end_date
    where post.is_in_post
      and post.is_case_holding
),

worker as (
    select
        holder_post.authority,
        holder_post.period_id,
        holder_post.worker_id,
        sum(holder_post.fte) as fte
    from holder_post
    group by holder_post.authority, holder_post.period_id, holder_post.worker_id
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

holder as (
    select
        holder_post.authority,
        holder_post.period_id,
        holder_post.role,
        holder_post.team_name,
        holder_post.team_group,
        case when caseload.children > role_maximum.maximum * worker.fte then 1 else 0 end as is_over
    from holder_post
    join worker
      on worker.authority = holder_post.authority
     and worker.period_id = holder_post.period_id
     and worker.worker_id = holder_post.worker_id
    join reference.role_maximum as role_maximum
      on role_maximum.role = holder_post.role
     and role_maximum.effective_from <= holder_post.end_date
     and (role_maximum.effective_to is null or role_maximum.effective_to >= holder_post.end_date)
    left join caseload
      on caseload.authority = holder_post.authority
     and caseload.period_id = holder_post.period_id
     and caseload.worker_id = holder_post.worker_id
    where holder_post.place = 1
)

select
    holder.authority,
    holder.period_id,
    holder.role,
    holder.team_name,
    holder.team_group,
    sum(holder.is_over) as numerator,
    count(*) as denominator
from holder
group by grouping sets (
    (holder.authority, holder.period_id),
    (holder.authority, holder.period_id, holder.role),
    (holder.authority, holder.period_id, holder.team_name),
    (holder.authority, holder.period_id, holder.team_group)
)

/* examples

[[example]]
because = "with a maximum of 5, three children of 0.6 FTE are at it and not over, two of 0.2 are over it; a role without a maximum is not asked about"
period  = ["2023-03-01", "2023-03-31"]
given."reference.role_maximum" = """
role                          | maximum | effective_from | effective_to
------------------------------+---------+----------------+-------------
Experienced social worker     | 1       | 2015-01-01     | 2023-03-30
Experienced social worker     | 5       | 2023-03-31     |
Newly qualified social worker | 2       | 2022-11-01     |
Targeted family support worker | 2      | 2023-04-01     |
"""
given."core.post" = """
post_id | month_end  | worker_id | role                           | fte | is_in_post | is_case_holding
--------+------------+-----------+--------------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | Experienced social worker      | 0.6 | true       | true
P2      | 2023-03-31 | S2        | Experienced social worker      | 0.2 | true       | true
P3      | 2023-03-31 | S3        | Experienced social worker      | 1.0 | true       | false
P4      | 2023-03-31 | S4        | Newly qualified social worker  | 1.0 | true       | true
P5      | 2023-03-31 | S5        | Targeted family support worker | 1.0 | true       | true
P6      | 2023-03-31 | S6        | Team manager                   | 1.0 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | is_primary
--------------+----------+-----------+------------+-----------
A1            | A        | S1        | 2023-01-01 | true
A2            | B        | S1        | 2023-01-01 | true
A3            | C        | S1        | 2023-01-01 | true
A4            | D        | S2        | 2023-01-01 | true
A5            | E        | S2        | 2023-01-01 | true
A6            | F        | S5        | 2023-01-01 | true
A7            | G        | S6        | 2023-01-01 | true
A8            | D        | S2        | 2023-02-01 | true
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { role = { "Experienced social worker" = [1, 2], "Newly qualified social worker" = [0, 1] } }

[[example]]
because = "cases held by someone with no hours are over any maximum; two part posts are one worker in the role and team of the larger"
period  = ["2023-03-01", "2023-03-31"]
given."reference.role_maximum" = """
role                          | maximum | effective_from
------------------------------+---------+---------------
Experienced social worker     | 2       | 2022-11-01
Newly qualified social worker | 1       | 2022-11-01
"""
given."core.post" = """
post_id | month_end  | worker_id | team_name | team_group  | role                          | fte | is_in_post | is_case_holding
--------+------------+-----------+-----------+-------------+-------------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | North     | Other teams | Experienced social worker     | 0.0 | true       | true
P2      | 2023-03-31 | S2        | South     | Other teams | Newly qualified social worker | 0.4 | true       | true
P3      | 2023-03-31 | S2        | West      | Other teams | Experienced social worker     | 0.6 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | is_primary
--------------+----------+-----------+------------+-----------
A1            | A        | S1        | 2023-01-01 | true
A2            | B        | S2        | 2023-01-01 | true
A3            | C        | S2        | 2023-01-01 | true
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { role = { "Experienced social worker" = [1, 2] }, team_name = { North = [1, 1], West = [0, 1] }, team_group = { "Other teams" = [1, 2] } }

[[example]]
because = "of two equal posts the first by role and team is the worker's, whatever the posts' numbers"
period  = ["2023-03-01", "2023-03-31"]
given."reference.role_maximum" = """
role                      | maximum | effective_from
--------------------------+---------+---------------
Experienced social worker | 2       | 2022-11-01
"""
given."core.post" = """
post_id | month_end  | worker_id | team_name | team_group  | role                      | fte | is_in_post | is_case_holding
--------+------------+-----------+-----------+-------------+---------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | South     | Other teams | Experienced social worker | 0.5 | true       | true
P2      | 2023-03-31 | S1        | North     | Other teams | Experienced social worker | 0.5 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | is_primary
--------------+----------+-----------+------------+-----------
A1            | A        | S1        | 2023-01-01 | true
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { team_name = { North = [0, 1] } }

[[example]]
because = "children who come after the day or have left on it, and those of a co-worker, are not held; an end after the day was not known; a worker who left is not asked about; a maximum holds on its last day"
period  = ["2023-03-01", "2023-03-31"]
given."reference.role_maximum" = """
role                      | maximum | effective_from | effective_to
--------------------------+---------+----------------+-------------
Experienced social worker | 1       | 2015-01-01     | 2023-03-31
"""
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_in_post | is_case_holding
--------+------------+-----------+---------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | Experienced social worker | 1.0 | true       | true
P2      | 2023-03-31 | S2        | Experienced social worker | 1.0 | false      | true
P3      | 2023-03-31 | S3        | Experienced social worker | 1.0 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
A1            | A        | S1        | 2023-03-31 |            | true
A2            | B        | S1        | 2023-01-01 |            | false
A3            | C        | S1        | 2023-01-01 | 2023-03-31 | true
A4            | D        | S1        | 2023-04-01 |            | true
A5            | E        | S2        | 2023-01-01 |            | true
A6            | F        | S2        | 2023-01-01 |            | true
A7            | G        | S3        | 2023-01-01 | 2023-04-01 | true
A8            | H        | S3        | 2023-03-31 |            | true
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { role = { "Experienced social worker" = [1, 2] } }
*/
