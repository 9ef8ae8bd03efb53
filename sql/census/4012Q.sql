/*
code     = "4012Q"
severity = "query"
fields   = ["CINPlanStartDate", "CINPlanEndDate"]
message  = "Expected a child in need plan of more than a day; found one that starts and ends on the same day."
remedy   = "Correct a date, or say why it is right."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
where cin_plan.CINPlanEndDate = cin_plan.CINPlanStartDate

/* examples

[[example]]
because = "the same day"
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-10       | 2022-05-10
2        | 1     | 1       | 2022-05-10       | 2022-05-11
"""
expect = [1]
*/
