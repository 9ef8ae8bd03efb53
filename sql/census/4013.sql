/*
code     = "4013"
severity = "error"
fields   = ["CINPlanEndDate", "ReferenceDate"]
message  = "Expected a child in need plan to end within the census year; found another day."
remedy   = "Correct the date."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
cross join census.period as period
where cin_plan.CINPlanEndDate not between period.start_date and period.end_date

/* examples

[[example]]
because = "first and last day are in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanEndDate
---------+-------+---------+---------------
1        | 1     | 1       | 2022-04-01
2        | 1     | 1       | 2022-03-31
3        | 1     | 1       | 2023-04-01
4        | 1     | 1       |
"""
expect = [2, 3]
*/
