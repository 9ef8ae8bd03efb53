/*
code       = "K28"
title      = "Number of previous plans not recorded"
severity   = "note"
message    = "The number of the child's previous child protection plans is blank, so the earlier plans in the extract are counted instead. Plans before its first day, or of another council, are not seen."
why        = "The share of second and later plans rests on this number."
remedy     = "Record how many plans the child had before."
indicators = ["CP07"]
*/
select
    plan.authority,
    plan.plan_id,
    plan.child_id,
    plan.previous_plan_count
from core.cp_plan as plan
where plan.is_previous_count_assumed
  and not plan.is_other_authority

/* examples

[[example]]
because = "only an assumed number is noted"
given."core.cp_plan" = """
plan_id | previous_plan_count | is_previous_count_assumed | is_other_authority
--------+---------------------+---------------------------+-------------------
P1      | 1                   | true                      | false
P2      | 0                   | false                     | false
P3      | 0                   | true                      | true
"""
expect = """
plan_id
-------
P1
"""
*/
