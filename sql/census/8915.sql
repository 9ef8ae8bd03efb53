/*
code     = "8915"
severity = "error"
fields   = ["CPPstartDate", "PersonDeathDate"]
message  = "Expected a child protection plan to start by the day of death; found a later day."
remedy   = "Correct the date."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
join census.child as child
  on child.child = cp_plan.child
where cp_plan.CPPstartDate > child.PersonDeathDate

/* examples

[[example]]
because = "the day itself is possible"
given."census.child" = """
child | PersonDeathDate
------+----------------
1     | 2022-05-10
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-05-10
2       | 1     | 1       | 2022-05-11
"""
expect = [2]
*/
