/*
code       = "K25"
title      = "Child protection plan outside an episode of need"
severity   = "query"
message    = "The child protection plan starts on a day on which the child has no open episode of need, or lasts after the episode has closed."
why        = "The number of plans cannot be greater than the number of children in need."
remedy     = "Correct the plan's dates, or reopen the episode: a child with a plan is a child in need (census rules 1105 and 8565)."
indicators = ["CP01", "CN01"]
*/
select
    plan.authority,
    plan.plan_id,
    plan.child_id,
    plan.start_on,
    plan.end_on
from core.cp_plan as plan
where not plan.is_other_authority
  and not exists (
      select 1
      from core.cin_episode as episode
      where episode.authority = plan.authority
        and episode.child_id = plan.child_id
        and episode.start_on <= plan.start_on
        and (episode.end_on is null or episode.end_on >= coalesce(plan.end_on, date '9999-12-31'))
  )

/* examples

[[example]]
because = "within the episode to the day is right; before it, and open after it has closed, is not"
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on
-----------+----------+------------+-----------
E1         | A        | 2022-01-01 | 2022-06-01
E2         | B        | 2022-01-01 | 2022-06-01
E3         | C        | 2022-01-01 |
E4         | D        | 2022-01-01 |
"""
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority
--------+----------+------------+------------+-------------------
P1      | A        | 2022-01-01 | 2022-06-01 | false
P2      | B        | 2022-02-01 |            | false
P3      | C        | 2022-02-01 |            | false
P4      | D        | 2021-12-31 |            | false
P5      | E        | 2021-12-31 |            | true
"""
expect = """
plan_id
-------
P2
P4
"""
*/
