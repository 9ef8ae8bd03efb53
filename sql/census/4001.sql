/*
code     = "4001"
severity = "error"
fields   = ["CINPlanEndDate", "CPPendDate"]
message  = "Expected a child in need plan to end when a child protection plan is open; found both open."
remedy   = "End the one that is over."
reading  = "Told where neither plan has an end; plans that overlapped and ended are 4016 and 4017."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
where cin_plan.CINPlanEndDate is null
  and exists (
    select cp_plan.cp_plan
    from census.cp_plan as cp_plan
    where cp_plan.child = cin_plan.child
      and cp_plan.CPPendDate is null
)

/* examples

[[example]]
because = "both open for one child"
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanEndDate
---------+-------+---------+---------------
1        | 1     | 1       |
2        | 2     | 2       |
3        | 3     | 3       | 2022-05-01
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPendDate
--------+-------+---------+-----------
1       | 1     | 1       |
2       | 2     | 2       | 2022-05-01
3       | 3     | 3       |
"""
expect = [1]
*/
