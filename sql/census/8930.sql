/*
code     = "8930"
severity = "error"
fields   = ["CPPendDate", "ReferenceDate"]
message  = "Expected a child protection plan to end within the census year; found another day."
remedy   = "Correct the date."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
cross join census.period as period
where cp_plan.CPPendDate not between period.start_date and period.end_date

/* examples

[[example]]
because = "first and last day are in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPendDate
--------+-------+---------+-----------
1       | 1     | 1       | 2022-04-01
2       | 1     | 1       | 2022-03-31
3       | 1     | 1       | 2023-04-01
4       | 1     | 1       |
"""
expect = [2, 3]
*/
