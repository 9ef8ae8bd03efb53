/*
code       = "K13"
title      = "Case holder with too few hours to compare"
severity   = "note"
message    = "The worker holds children but has fewer hours than the partnership's floor (fte_floor), so the highest caseload leaves the worker out; with no hours at all the children are out of the average as well."
why        = "A few children divided by hardly any hours make a caseload of hundreds."
remedy     = "Check the hours in the establishment, and whether the children should be allocated to someone else."
indicators = ["WF01", "WF02"]
*/
with latest as (
    select
        post.authority,
        max(post.month_end) as month_end
    from core.post as post
    group by post.authority
),

holder as (
    select
        post.authority,
        latest.month_end,
        post.worker_id,
        sum(post.fte) as fte
    from latest
    join core.post as post
      on post.authority = latest.authority
     and post.month_end = latest.month_end
    where post.is_in_post
      and post.is_case_holding
    group by post.authority, latest.month_end, post.worker_id
)

select
    holder.authority,
    holder.worker_id,
    holder.month_end,
    holder.fte,
    count(distinct allocation.child_id) as children
from holder
join reference.setting as setting
  on setting.authority = holder.authority
 and setting.name = 'fte_floor'
join core.allocation as allocation
  on allocation.authority = holder.authority
 and allocation.worker_id = holder.worker_id
 and allocation.start_on <= holder.month_end
 and (allocation.end_on is null or allocation.end_on > holder.month_end)
where allocation.is_primary
  and holder.fte < cast(setting.value as decimal(10, 2))
group by holder.authority, holder.worker_id, holder.month_end, holder.fte

/* examples

[[example]]
because = "below the floor with a child is listed; at the floor, without a child or in an earlier month is not"
given."reference.setting" = """
name      | value
----------+------
fte_floor | 0.2
"""
given."core.post" = """
post_id | month_end  | worker_id | fte | is_in_post | is_case_holding
--------+------------+-----------+-----+------------+----------------
P1      | 2023-03-31 | S1        | 0.1 | true       | true
P2      | 2023-03-31 | S2        | 0.2 | true       | true
P3      | 2023-03-31 | S3        | 0.0 | true       | true
P4      | 2023-02-28 | S4        | 0.1 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | is_primary
--------------+----------+-----------+------------+-----------
A1            | A        | S1        | 2023-01-01 | true
A2            | B        | S2        | 2023-01-01 | true
A3            | C        | S4        | 2023-01-01 | true
"""
expect = """
worker_id | fte | children
----------+-----+---------
S1        | 0.1 | 1
"""

[[example]]
because = "a child held twice is one; a co-worker's, one that ended on the day or begins after it are none, one that ends later is; who left, who holds no cases and a setting of another name are not asked about"
given."reference.setting" = """
name      | value
----------+------
fte_floor | 0.2
another   | 5
"""
given."core.post" = """
post_id | month_end  | worker_id | fte | is_in_post | is_case_holding
--------+------------+-----------+-----+------------+----------------
P1      | 2023-03-31 | S1        | 0.1 | true       | true
P2      | 2023-03-31 | S2        | 0.1 | false      | true
P3      | 2023-03-31 | S3        | 0.1 | true       | false
P4      | 2023-03-31 | S4        | 0.3 | true       | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
A1            | A        | S1        | 2023-01-01 |            | true
A2            | A        | S1        | 2023-03-31 | 2023-04-01 | true
A3            | B        | S1        | 2023-03-31 |            | true
A4            | C        | S1        | 2023-01-01 |            | false
A5            | D        | S1        | 2023-01-01 | 2023-03-31 | true
A6            | E        | S1        | 2023-04-01 |            | true
A7            | F        | S2        | 2023-01-01 |            | true
A8            | G        | S3        | 2023-01-01 |            | true
A9            | H        | S4        | 2023-01-01 |            | true
"""
expect = """
worker_id | fte | children
----------+-----+---------
S1        | 0.1 | 2
"""
*/
