/*
code     = "4017"
severity = "error"
fields   = ["CINPlanStartDate", "CINPlanEndDate", "CPPstartDate"]
message  = "Expected no child protection plan to start while a child in need plan is open; found one."
remedy   = "Correct the date."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
where exists (
    select cp_plan.cp_plan
    from census.cp_plan as cp_plan
    cross join census.period as period
    where cp_plan.child = cin_plan.child
      and cp_plan.CPPstartDate >= cin_plan.CINPlanStartDate
      and cp_plan.CPPstartDate < coalesce(cin_plan.CINPlanEndDate, period.end_date)
)

/* examples

[[example]]
because = "on the day the child in need plan ends the other may start"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-01       | 2022-06-01
2        | 2     | 2       | 2022-05-01       | 2022-06-01
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-06-01
2       | 2     | 2       | 2022-05-31
"""
expect = [2]

[[example]]
because = "a child in need plan that is still open goes on, from its first day; a protection plan from before it is another rule's"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-01       |
2        | 2     | 2       | 2022-05-01       |
3        | 3     | 3       | 2022-05-01       | 2022-06-01
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-08-01
2       | 2     | 2       | 2022-05-01
3       | 3     | 3       | 2022-04-30
"""
expect = [1, 2]
*/
