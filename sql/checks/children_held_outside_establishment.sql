/*
code       = "K14"
title      = "Children allocated to someone who is not in post"
severity   = "query"
message    = "At the end of the latest establishment's month the case system allocates children to a worker whom the establishment does not have in post, so these children are in no caseload."
why        = "Caseloads look lighter than they are by these children."
remedy     = "Allocate the children to someone in post, or correct the establishment or the worker's staff number in the case system."
indicators = ["WF01", "WF02", "WF03", "WF06"]
*/
with latest as (
    select
        post.authority,
        max(post.month_end) as month_end
    from core.post as post
    group by post.authority
)

select
    allocation.authority,
    allocation.worker_id,
    latest.month_end,
    count(distinct allocation.child_id) as children
from latest
join core.allocation as allocation
  on allocation.authority = latest.authority
 and allocation.start_on <= latest.month_end
 and (allocation.end_on is null or allocation.end_on > latest.month_end)
where allocation.is_primary
  and not exists (
      select 1
      from core.post as post
      where post.authority = allocation.authority
        and post.worker_id = allocation.worker_id
        and post.month_end = latest.month_end
        and post.is_in_post
  )
group by allocation.authority, allocation.worker_id, latest.month_end

/* examples

[[example]]
because = "a worker who left holds two children still; an ended allocation, a co-allocation and a worker in post are not asked about"
given."core.post" = """
post_id | month_end  | worker_id | is_in_post
--------+------------+-----------+-----------
P1      | 2023-03-31 | S1        | false
P2      | 2023-03-31 | S2        | true
P3      | 2023-02-28 | S3        | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
A1            | A        | S1        | 2023-01-01 |            | true
A2            | B        | S1        | 2023-01-01 | 2023-04-01 | true
A3            | C        | S2        | 2023-01-01 |            | true
A4            | D        | S3        | 2023-01-01 | 2023-03-31 | true
A5            | E        | S9        | 2023-01-01 |            | false
"""
expect = """
worker_id | children
----------+---------
S1        | 2
"""

[[example]]
because = "a child held twice is one, one from the last day on is held and one from the next is not; a post of an earlier month is none now"
given."core.post" = """
post_id | month_end  | worker_id | is_in_post
--------+------------+-----------+-----------
P1      | 2023-02-28 | S1        | true
P2      | 2023-03-31 | S2        | true
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on | is_primary
--------------+----------+-----------+------------+--------+-----------
A1            | A        | S1        | 2023-01-01 |        | true
A2            | A        | S1        | 2023-02-01 |        | true
A3            | B        | S1        | 2023-03-31 |        | true
A4            | C        | S1        | 2023-04-01 |        | true
"""
expect = """
worker_id | children
----------+---------
S1        | 2
"""
*/
