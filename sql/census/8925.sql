/*
code     = "8925"
severity = "error"
fields   = ["CPPstartDate", "CPPendDate"]
message  = "Expected a child protection plan to end on or after its start; found an earlier day."
remedy   = "Correct the date."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
where cp_plan.CPPendDate < cp_plan.CPPstartDate

/* examples

[[example]]
because = "the same day is another rule"
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate | CPPendDate
--------+-------+---------+--------------+-----------
1       | 1     | 1       | 2022-05-10   | 2022-05-10
2       | 1     | 1       | 2022-05-10   | 2022-05-09
"""
expect = [2]
*/
