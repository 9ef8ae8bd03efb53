/*
ref        = "WF06"
title      = "Open cases without a case holder"
definition = "Children that CN01 counts at the end of the period who on that day have no primary worker who is a case holder in post by the establishment: nobody at all, a team or duty placeholder, or someone who has left."
why        = "A child without a worker of its own has nobody to tell."
basis      = "Local measure"
unit       = "count"
better     = "lower"
kind       = "snapshot"
audiences  = ["policy_workforce"]
questions  = ["How long has each been without a worker?"]
*/
with child as (
    select distinct
        episode.authority,
        period.period_id,
        period.end_date,
        episode.child_id
    from reference.period as period
    join core.cin_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
),

held as (
    select distinct
        child.authority,
        child.period_id,
        child.child_id
    from child
    join core.allocation as allocation
      on allocation.authority = child.authority
     and allocation.child_id = child.child_id
     and allocation.start_on <= child.end_date
     and (allocation.end_on is null or allocation.end_on > child.end_date)
    join core.post as post
      on post.authority = allocation.authority
     and post.worker_id = allocation.worker_id
     and post.month_end = child.end_date
    where allocation.is_primary
      and post.is_in_post
      and post.is_case_holding
)

select
    child.authority,
    child.period_id,
    count(*) filter (where held.child_id is null) as numerator
from child
left join held
  on held.authority = child.authority
 and held.period_id = child.period_id
 and held.child_id = child.child_id
group by child.authority, child.period_id

/* examples

[[example]]
because = "nobody, a co-worker only, and someone who left: three of four"
period  = ["2023-01-01", "2023-03-31"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on
-----------+----------+------------+-------
E1         | A        | 2023-01-01 |
E2         | B        | 2023-01-01 |
E3         | C        | 2023-01-01 |
E4         | D        | 2023-01-01 |
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
L1            | A        | S1        | 2023-01-01 |            | true
L2            | B        | S1        | 2023-01-01 |            | false
L3            | C        | S2        | 2023-01-01 |            | true
L4            | D        | S1        | 2023-01-01 | 2023-03-31 | true
"""
given."core.post" = """
post_id | month_end  | worker_id | is_in_post | is_case_holding
--------+------------+-----------+------------+----------------
P1      | 2023-03-31 | S1        | true       | true
P2      | 2023-03-31 | S2        | false      | true
"""
expect  = { numerator = 3 }
*/
