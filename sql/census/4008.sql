/*
code     = "4008"
severity = "error"
fields   = ["PersonDeathDate", "CINPlanStartDate"]
message  = "Expected a child in need plan to start by the day of death; found a later day."
remedy   = "Correct the date."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
join census.child as child
  on child.child = cin_plan.child
where cin_plan.CINPlanStartDate > child.PersonDeathDate

/* examples

[[example]]
because = "the day itself is possible"
given."census.child" = """
child | PersonDeathDate
------+----------------
1     | 2022-05-10
2     |
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate
---------+-------+---------+-----------------
1        | 1     | 1       | 2022-05-10
2        | 1     | 1       | 2022-05-11
3        | 2     | 2       | 2022-05-11
"""
expect = [2]
*/
