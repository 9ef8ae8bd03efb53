/*
code     = "8730"
severity = "error"
fields   = ["NumberOfPreviousCPP"]
message  = "Expected the number of previous child protection plans; found none."
remedy   = "Add it; 0 is a number too."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
where cp_plan.NumberOfPreviousCPP is null
   or cp_plan.NumberOfPreviousCPP < 0

/* examples

[[example]]
because = "0 is a number"
given."census.cp_plan" = """
cp_plan | child | episode | NumberOfPreviousCPP
--------+-------+---------+--------------------
1       | 1     | 1       | 0
2       | 1     | 1       |
3       | 1     | 1       | -1
"""
expect = [2, 3]
*/
