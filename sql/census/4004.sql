/*
code     = "4004"
severity = "error"
fields   = ["CINPlanEndDate"]
message  = "Expected at most one open child in need plan; found more."
remedy   = "End those that are over."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
where cin_plan.CINPlanEndDate is null
  and exists (
    select other.cin_plan
    from census.cin_plan as other
    where other.child = cin_plan.child
      and other.cin_plan <> cin_plan.cin_plan
      and other.CINPlanEndDate is null
)

/* examples

[[example]]
because = "both open ones are told"
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanEndDate
---------+-------+---------+---------------
1        | 1     | 1       |
2        | 1     | 2       |
3        | 1     | 2       | 2022-05-01
4        | 2     | 3       |
5        | 2     | 3       | 2022-05-01
"""
expect = [1, 2]
*/
