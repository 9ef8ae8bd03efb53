/*
code     = "8720"
severity = "error"
fields   = ["CPPstartDate", "ReferenceDate"]
message  = "Expected a child protection plan with a start by the end of the census year; found none or a later one."
remedy   = "Correct the date."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
cross join census.period as period
where cp_plan.CPPstartDate is null
   or cp_plan.CPPstartDate > period.end_date

/* examples

[[example]]
because = "the last day is in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2023-03-31
2       | 1     | 1       | 2023-04-01
3       | 1     | 1       |
"""
expect = [2, 3]
*/
