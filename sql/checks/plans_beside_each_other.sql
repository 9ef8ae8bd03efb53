/*
code       = "K30"
title      = "Child in need plan beside a child protection plan"
severity   = "query"
message    = "A child in need plan runs beside a child protection plan of the same child. The child counts under the child protection plan."
why        = "A child has one plan at a time, and would be counted under both."
remedy     = "End the child in need plan on the day on which the child protection plan starts (census rules 4001 and 4016)."
indicators = ["CN01"]
*/
select
    cin_plan.authority,
    cin_plan.plan_id,
    cin_plan.child_id,
    cin_plan.start_on,
    cp_plan.plan_id as cp_plan_id
from core.cin_plan as cin_plan
join core.cp_plan as cp_plan
  on cp_plan.authority = cin_plan.authority
 and cp_plan.child_id = cin_plan.child_id
 and cp_plan.start_on < coalesce(cin_plan.end_on, date '9999-12-31')
 and cin_plan.start_on < coalesce(cp_plan.end_on, date '9999-12-31')
where not cp_plan.is_other_authority

/* examples

[[example]]
because = "a hand-over on one day is right, a shared stretch is not"
given."core.cin_plan" = """
plan_id | child_id | start_on   | end_on
--------+----------+------------+-----------
N1      | A        | 2022-01-01 | 2022-03-01
N2      | A        | 2022-06-01 |
N3      | B        | 2022-01-01 | 2022-03-02
"""
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on     | is_other_authority
--------+----------+------------+------------+-------------------
P1      | A        | 2022-03-01 | 2022-06-01 | false
P2      | B        | 2022-03-01 | 2022-06-01 | false
P3      | B        | 2022-01-01 |            | true
"""
expect = """
plan_id | cp_plan_id
--------+-----------
N3      | P2
"""
*/
