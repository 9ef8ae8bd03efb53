/*
code     = "4009Q"
severity = "query"
fields   = ["PersonDeathDate", "CINPlanEndDate"]
message  = "Expected a child in need plan to end by the day of death; found a later day."
remedy   = "Correct the date, or say why it is right."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
join census.child as child
  on child.child = cin_plan.child
where cin_plan.CINPlanEndDate > child.PersonDeathDate

/* examples

[[example]]
because = "the day itself is possible"
given."census.child" = """
child | PersonDeathDate
------+----------------
1     | 2022-05-10
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanEndDate
---------+-------+---------+---------------
1        | 1     | 1       | 2022-05-10
2        | 1     | 1       | 2022-05-11
3        | 1     | 1       |
"""
expect = [2]
*/
