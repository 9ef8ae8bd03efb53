/*
code     = "4010"
severity = "error"
fields   = ["CINPlanStartDate"]
message  = "Expected a child in need plan with a start by the end of the census year; found none or a later one."
remedy   = "Correct the date."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
cross join census.period as period
where cin_plan.CINPlanStartDate is null
   or cin_plan.CINPlanStartDate > period.end_date

/* examples

[[example]]
because = "the last day is in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate
---------+-------+---------+-----------------
1        | 1     | 1       | 2023-03-31
2        | 1     | 1       | 2023-04-01
3        | 1     | 1       |
"""
expect = [2, 3]
*/
