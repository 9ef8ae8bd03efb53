/*
code     = "8840"
severity = "error"
fields   = ["CPPstartDate", "CPPendDate"]
message  = "Expected a child protection plan of more than a day; found one that starts and ends on the same day."
remedy   = "Correct the date."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
where cp_plan.CPPendDate = cp_plan.CPPstartDate

/* examples

[[example]]
because = "the same day"
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate | CPPendDate
--------+-------+---------+--------------+-----------
1       | 1     | 1       | 2022-05-10   | 2022-05-10
2       | 1     | 1       | 2022-05-10   | 2022-05-11
"""
expect = [1]
*/
