/*
ref        = "WF01"
title      = "Children per full-time case holder"
definition = "Children allocated to case holders at the end of the period's last day, divided by the full-time equivalent of all case holders in post on that day by the month's establishment. A child counts once, with the primary worker only; with two primary workers once in the whole and once under the team and role of each; a group of four brothers and sisters is four children. A worker in two teams counts in each with the hours of that team, the children in both. Children held by someone with no recorded hours, or who is not a case holder in post, are left out here and listed."
why        = "High caseloads leave too little time for each child."
basis      = "Children's social work workforce census: cases divided by case-holder full-time equivalent"
unit       = "children per FTE"
better     = "lower"
kind       = "snapshot"
audiences  = ["executive", "policy_workforce"]
questions  = ["Which teams are furthest above the average?", "How many newly qualified workers are among them?"]
comparator = "Average caseload per FTE (30 Sept)"
differs    = "the workforce census counts cases of every worker who holds one; ours the children of case holders in the establishment"
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
        case when post.is_agency then 'Agency' else 'Permanent' end as contract,
        post.fte
    from reference.period as period
    join core.post as post
      on post.month_end = period.end_date
    where post.is_in_post
      and post.is_case_holding
      and post.fte > 0
),

child as (
    select
        holder.authority,
        holder.period_id,
        holder.team_name,
        holder.team_group,
        holder.role,
        holder.contract,
        allocation.child_id
    from holder
    join core.allocation as allocation
      on allocation.authority = holder.authority
     and allocation.worker_id = holder.worker_id
     and allocation.start_on <= holder.end_date
     and (allocation.end_on is null or allocation.end_on > holder.end_date)
    where allocation.is_primary
    group by grouping sets (
        (holder.authority, holder.period_id, allocation.child_id),
        (holder.authority, holder.period_id, allocation.child_id, holder.team_name),
        (holder.authority, holder.period_id, allocation.child_id, holder.team_group),
        (holder.authority, holder.period_id, allocation.child_id, holder.role),
        (holder.authority, holder.period_id, allocation.child_id, holder.contract)
    )
),

part as (
    select
        child.authority,
        child.period_id,
        child.team_name,
        child.team_group,
        child.role,
        child.contract,
        count(*) as children,
        cast(0 as decimal(10, 2)) as fte
    from child
    group by child.authority, child.period_id, child.team_name, child.team_group, child.role, child.contract
    union all
    select
        holder.authority,
        holder.period_id,
        holder.team_name,
        holder.team_group,
        holder.role,
        holder.contract,
        0 as children,
        sum(holder.fte) as fte
    from holder
    group by grouping sets (
        (holder.authority, holder.period_id),
        (holder.authority, holder.period_id, holder.team_name),
        (holder.authority, holder.period_id, holder.team_group),
        (holder.authority, holder.period_id, holder.role),
        (holder.authority, holder.period_id, holder.contract)
    )
)

select
    part.authority,
    part.period_id,
    part.team_name,
    part.team_group,
    part.role,
    part.contract,
    sum(part.children) as numerator,
    sum(part.fte) as denominator
from part
group by part.authority, part.period_id, part.team_name, part.team_group, part.role, part.contract

/* examples

[[example]]
because = "three children of 0.5 and two of 1.0 are 5 over 1.5, not a mean of means; a co-allocation, an ended one and one that starts tomorrow do not count"
period  = ["2023-03-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | team_name  | team_group      | role                          | fte | is_in_post | is_case_holding | is_agency
--------+------------+-----------+------------+-----------------+-------------------------------+-----+------------+-----------------+----------
P1      | 2023-03-31 | S1        | Assessment | Assessment Team | Experienced social worker     | 0.5 | true       | true            | true
P2      | 2023-03-31 | S2        | North      | Other teams     | Newly qualified social worker | 1.0 | true       | true            | false
P3      | 2023-02-28 | S1        | Assessment | Assessment Team | Experienced social worker     | 1.0 | true       | true            | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
A1            | A        | S1        | 2023-03-31 |            | true
A2            | B        | S1        | 2023-01-01 | 2023-04-01 | true
A3            | C        | S1        | 2023-01-01 |            | true
A4            | D        | S2        | 2023-01-01 |            | true
A5            | E        | S2        | 2023-01-01 |            | true
A6            | F        | S2        | 2023-01-01 | 2023-03-31 | true
A7            | G        | S2        | 2023-04-01 |            | true
A8            | A        | S2        | 2023-01-01 |            | false
"""
expect    = { numerator = 5, denominator = 1.5 }
expect_by = { team_group = { "Assessment Team" = [3, 0.5], "Other teams" = [2, 1] }, role = { "Experienced social worker" = [3, 0.5], "Newly qualified social worker" = [2, 1] }, contract = { Agency = [3, 0.5], Permanent = [2, 1] } }

[[example]]
because = "a worker of two teams counts in each with that team's hours, the child once in the whole; case holders without children add their hours; vacancies, managers who hold no cases and workers without hours do not"
period  = ["2023-03-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | team_name | team_group  | role                      | fte | is_in_post | is_case_holding
--------+------------+-----------+-----------+-------------+---------------------------+-----+------------+----------------
P1      | 2023-03-31 | S1        | North     | Other teams | Experienced social worker | 0.4 | true       | true
P2      | 2023-03-31 | S1        | South     | Other teams | Experienced social worker | 0.6 | true       | true
P3      | 2023-03-31 | S2        | South     | Other teams | Experienced social worker | 1.0 | true       | true
P4      | 2023-03-31 |           | South     | Other teams | Experienced social worker | 1.0 | false      | true
P5      | 2023-03-31 | S5        | South     | Other teams | Team manager              | 1.0 | true       | false
P6      | 2023-03-31 | S6        | South     | Other teams | Experienced social worker | 0.0 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | is_primary
--------------+----------+-----------+------------+-----------
A1            | A        | S1        | 2023-01-01 | true
A2            | B        | S5        | 2023-01-01 | true
A3            | C        | S6        | 2023-01-01 | true
A4            | D        | S9        | 2023-01-01 | true
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { team_name = { North = [1, 0.4], South = [1, 1.6] }, team_group = { "Other teams" = [1, 2] } }
*/
