/*
code       = "K43"
title      = "Child protection plan without a conference"
severity   = "query"
message    = "No initial child protection conference of the child was held in the 30 days up to the start of the plan, and the plan is not another authority's."
why        = "More plans than conferences to make them is impossible, and the share of conferences that lead to a plan is wrong."
remedy     = "Record the conference, link the plan to it, or mark the plan as another authority's."
indicators = ["CP03", "SP05"]
*/
select
    plan.authority,
    plan.plan_id,
    plan.child_id,
    plan.start_on
from core.cp_plan as plan
where not plan.is_other_authority
  and not exists (
      select 1
      from core.conference as conference
      where conference.authority = plan.authority
        and conference.child_id = plan.child_id
        and conference.conference_on <= plan.start_on
        and conference.conference_on + interval 30 days >= plan.start_on
  )

/* examples

[[example]]
because = "within 30 days before is right; after, long before, or another child's is none"
given."core.conference" = """
conference_id | child_id | conference_on
--------------+----------+--------------
C1            | A        | 2022-05-01
C2            | B        | 2022-05-02
C3            | C        | 2022-04-01
"""
given."core.cp_plan" = """
plan_id | child_id | start_on   | is_other_authority
--------+----------+------------+-------------------
P1      | A        | 2022-05-31 | false
P2      | B        | 2022-05-01 | false
P3      | C        | 2022-05-02 | false
P4      | D        | 2022-05-02 | true
"""
expect = """
plan_id
-------
P2
P3
"""
*/
