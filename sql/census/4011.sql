/*
code     = "4011"
severity = "error"
fields   = ["CINPlanEndDate", "CINPlanStartDate"]
message  = "Expected a child in need plan to end on or after its start; found an earlier day."
remedy   = "Correct the date."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
where cin_plan.CINPlanEndDate < cin_plan.CINPlanStartDate

/* examples

[[example]]
because = "the same day is another rule"
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-10       | 2022-05-10
2        | 1     | 1       | 2022-05-10       | 2022-05-09
"""
expect = [2]
*/
