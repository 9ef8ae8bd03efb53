/*
code       = "K31"
title      = "Open after the child's death"
severity   = "query"
message    = "The child's death is recorded, but an episode of need or a child protection plan ends later or is still open, so the child is still counted."
why        = "A child who died stays among the children in need."
remedy     = "Close the episode and the plan on the day of the death (census rules 8555Q and 8915)."
indicators = ["CN01", "CP01"]
*/
with open_record as (
    select
        episode.authority,
        'Episode of need' as record_kind,
        episode.episode_id as record_id,
        episode.child_id,
        episode.end_on
    from core.cin_episode as episode
    union all
    select
        plan.authority,
        'Child protection plan' as record_kind,
        plan.plan_id as record_id,
        plan.child_id,
        plan.end_on
    from core.cp_plan as plan
)

select
    open_record.authority,
    open_record.record_kind,
    open_record.record_id,
    open_record.child_id,
    child.death_date,
    open_record.end_on
from open_record
join core.child as child
  on child.authority = open_record.authority
 and child.child_id = open_record.child_id
where coalesce(open_record.end_on, date '9999-12-31') > child.death_date

/* examples

[[example]]
because = "closed on the day of the death is right"
given."core.child" = """
child_id | death_date
---------+-----------
A        | 2022-06-01
B        | 2022-06-01
C        |
"""
given."core.cin_episode" = """
episode_id | child_id | end_on
-----------+----------+-----------
E1         | A        | 2022-06-01
E2         | B        | 2022-06-02
E3         | C        |
"""
given."core.cp_plan" = """
plan_id | child_id | end_on
--------+----------+-------
P1      | A        |
"""
expect = """
record_id
---------
E2
P1
"""
*/
