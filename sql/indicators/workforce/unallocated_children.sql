/*
ref        = "WF06"
title      = "Open cases without a case holder"
definition = "Children that CN01 counts at the end of the period who on that day have no primary worker who is a case holder in post by the establishment: nobody at all, a team or duty placeholder, or someone who has left; by the status of CN01, and by the days since a case holder last had them. These run from the end of that allocation or of that worker's time in post, whichever came first (the day of leaving where the establishment names one, else the last month end at which it lists the worker), and from the start of the episode of need where nobody has held the child since."
why        = "A child without a worker of its own has nobody to tell."
basis      = "Local measure"
unit       = "count"
better     = "lower"
kind       = "snapshot"
audiences  = ["policy_workforce"]
questions  = ["How long has each been without a worker?", "Are any of them subject to a plan or looked after?"]
*/
-- spells of need of one child never share a day: on each it has one at most
with child as (
    select
        episode.authority,
        period.period_id,
        period.end_date,
        episode.child_id,
        episode.start_on
    from reference.period as period
    join core.cin_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
),

held as (
    select distinct
        allocation.authority,
        period.period_id,
        allocation.child_id
    from reference.period as period
    join core.post as post
      on post.month_end = period.end_date
    join core.allocation as allocation
      on allocation.authority = post.authority
     and allocation.worker_id = post.worker_id
     and allocation.start_on <= period.end_date
     and (allocation.end_on is null or allocation.end_on > period.end_date)
    where allocation.is_primary
      and post.is_in_post
      and post.is_case_holding
),

waiting as (
    select
        child.authority,
        child.period_id,
        child.end_date,
        child.child_id,
        child.start_on
    from child
    left join held
      on held.authority = child.authority
     and held.period_id = child.period_id
     and held.child_id = child.child_id
    where held.child_id is null
),

case_holder as (
    select
        post.authority,
        period.period_id,
        post.worker_id,
        max(coalesce(post.leaving_on, post.month_end)) as last_on
    from reference.period as period
    join core.post as post
      on post.month_end <= period.end_date
    where post.is_case_holding
      and (post.is_in_post or post.leaving_on is not null)
    group by post.authority, period.period_id, post.worker_id
),

last_held as (
    select
        waiting.authority,
        waiting.period_id,
        waiting.child_id,
        max(least(coalesce(allocation.end_on, waiting.end_date), case_holder.last_on, waiting.end_date)) as last_on
    from waiting
    join core.allocation as allocation
      on allocation.authority = waiting.authority
     and allocation.child_id = waiting.child_id
     and allocation.start_on <= waiting.end_date
    join case_holder
      on case_holder.authority = allocation.authority
     and case_holder.period_id = waiting.period_id
     and case_holder.worker_id = allocation.worker_id
    where allocation.is_primary
    group by waiting.authority, waiting.period_id, waiting.child_id
),

unallocated as (
    select
        waiting.authority,
        waiting.period_id,
        coalesce(child_status.status, 'Other') as status,
        case
            when greatest(waiting.start_on, coalesce(last_held.last_on, waiting.start_on))
                >= cast(waiting.end_date - interval 7 days as date) then '7 days or fewer'
            when greatest(waiting.start_on, coalesce(last_held.last_on, waiting.start_on))
                >= cast(waiting.end_date - interval 28 days as date) then '8 to 28 days'
            when greatest(waiting.start_on, coalesce(last_held.last_on, waiting.start_on))
                >= cast(waiting.end_date - interval 91 days as date) then '29 to 91 days'
            else 'Over 91 days'
        end as days_unallocated
    from waiting
    left join last_held
      on last_held.authority = waiting.authority
     and last_held.period_id = waiting.period_id
     and last_held.child_id = waiting.child_id
    left join core.child_status as child_status
      on child_status.authority = waiting.authority
     and child_status.child_id = waiting.child_id
     and child_status.start_on <= waiting.end_date
     and (child_status.end_on is null or child_status.end_on > waiting.end_date)
)

select
    unallocated.authority,
    unallocated.period_id,
    unallocated.status,
    unallocated.days_unallocated,
    count(*) as numerator
from unallocated
group by grouping sets (
    (unallocated.authority, unallocated.period_id),
    (unallocated.authority, unallocated.period_id, unallocated.status),
    (unallocated.authority, unallocated.period_id, unallocated.days_unallocated)
)

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
given."core.child_status" = """
child_id | start_on   | end_on     | status
---------+------------+------------+----------------------
B        | 2023-03-31 |            | Child protection plan
C        | 2023-01-01 | 2023-03-31 | Child protection plan
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
expect    = { numerator = 3 }
expect_by = { status = { "Child protection plan" = [1], Other = [2] }, days_unallocated = { "7 days or fewer" = [1], "29 to 91 days" = [2] } }

[[example]]
because = "the days run from the day of leaving, from the last month end at which the worker is listed, from the end of the allocation, or from the start of the episode, never from a placeholder; 28 days are not yet more"
period  = ["2023-03-01", "2023-03-31"]
given."core.cin_episode" = """
episode_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-01-01
E2         | B        | 2022-01-01
E3         | C        | 2022-01-01
E4         | D        | 2023-03-03
E5         | E        | 2022-01-01
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
L1            | A        | S1        | 2022-02-01 |            | true
L2            | B        | S2        | 2022-02-01 |            | true
L3            | C        | S3        | 2022-02-01 | 2022-12-29 | true
L4            | C        | DUTY      | 2022-12-29 |            | true
L5            | D        | S3        | 2022-02-01 | 2022-12-29 | true
L6            | E        | S3        | 2022-02-01 | 2022-12-30 | true
"""
given."core.post" = """
post_id | month_end  | worker_id | is_in_post | is_case_holding | leaving_on
--------+------------+-----------+------------+-----------------+-----------
P1      | 2023-03-31 | S1        | false      | true            | 2023-03-24
P2      | 2023-02-28 | S2        | true       | true            |
P3      | 2023-03-31 | S3        | true       | true            |
P4      | 2023-03-31 | DUTY      | true       | false           |
"""
expect    = { numerator = 5 }
expect_by = { days_unallocated = { "7 days or fewer" = [1], "8 to 28 days" = [1], "29 to 91 days" = [2], "Over 91 days" = [1] } }

[[example]]
because = "an episode from the last day on is in and a later one is not; one that ends on the day is closed, an end after it was not known; 18 on the day is out, a day younger is in; a worker from tomorrow does not hold the child yet, one until tomorrow does; nor is a status of tomorrow known"
period  = ["2023-01-01", "2023-03-31"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | adult_on
-----------+----------+------------+------------+-----------
E1         | A        | 2023-04-01 |            |
E2         | B        | 2023-01-01 | 2023-03-31 |
E3         | C        | 2023-01-01 | 2023-04-01 |
E4         | D        | 2023-01-01 |            | 2023-03-31
E5         | E        | 2023-01-01 |            | 2023-04-01
E6         | F        | 2023-01-01 |            |
E7         | G        | 2023-03-31 |            |
"""
given."core.child_status" = """
child_id | start_on   | end_on     | status
---------+------------+------------+----------------------
C        | 2023-04-01 |            | Looked after
E        | 2023-01-01 | 2023-04-01 | Child protection plan
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
L1            | E        | S1        | 2023-04-01 |            | true
L2            | F        | S1        | 2023-01-01 | 2023-04-01 | true
"""
given."core.post" = """
post_id | month_end  | worker_id | is_in_post | is_case_holding
--------+------------+-----------+------------+----------------
P1      | 2023-03-31 | S1        | true       | true
"""
expect    = { numerator = 3 }
expect_by = { status = { "Child protection plan" = [1], Other = [2] } }

[[example]]
because = "of several case holders the one who held the child last counts, each by the last month that lists them up to this one; an allocation that is yet to come is none; seven days are not yet more, nor are 28 or 91"
period  = ["2023-03-01", "2023-03-31"]
given."core.cin_episode" = """
episode_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-01-01
E2         | B        | 2022-01-01
E3         | C        | 2022-01-01
E4         | D        | 2022-01-01
E5         | E        | 2022-01-01
E6         | F        | 2022-01-01
E7         | G        | 2022-01-01
"""
given."core.allocation" = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary
--------------+----------+-----------+------------+------------+-----------
L1            | A        | S1        | 2022-02-01 | 2022-06-01 | true
L2            | A        | S1        | 2022-07-01 | 2023-03-24 | true
L3            | B        | S1        | 2022-02-01 | 2023-03-23 | true
L4            | C        | S1        | 2022-02-01 | 2023-03-03 | true
L5            | D        | S1        | 2022-02-01 | 2023-03-02 | true
L6            | E        | S2        | 2022-02-01 |            | true
L7            | E        | S1        | 2023-04-01 |            | true
L8            | F        | S3        | 2022-02-01 |            | true
L9            | G        | S4        | 2022-02-01 |            | true
"""
given."core.post" = """
post_id | month_end  | worker_id | is_in_post | is_case_holding | leaving_on
--------+------------+-----------+------------+-----------------+-----------
P1      | 2023-03-31 | S1        | true       | true            |
P2      | 2022-09-30 | S2        | true       | true            |
P2      | 2022-12-31 | S2        | true       | true            |
P2      | 2023-04-30 | S2        | true       | true            |
P3      | 2022-11-30 | S3        | true       | true            |
P4      | 2023-03-31 | S4        | false      | true            | 2023-03-10
"""
expect    = { numerator = 7 }
expect_by = { days_unallocated = { "7 days or fewer" = [1], "8 to 28 days" = [3], "29 to 91 days" = [2], "Over 91 days" = [1] } }
*/
