/*
code     = "4016"
severity = "error"
fields   = ["CINPlanStartDate", "CPPstartDate", "CPPendDate"]
message  = "Expected no child in need plan to start while a child protection plan is open; found one."
remedy   = "Correct the date."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
where exists (
    select cp_plan.cp_plan
    from census.cp_plan as cp_plan
    cross join census.period as period
    where cp_plan.child = cin_plan.child
      and cin_plan.CINPlanStartDate >= cp_plan.CPPstartDate
      and cin_plan.CINPlanStartDate < coalesce(cp_plan.CPPendDate, period.end_date)
)

/* examples

[[example]]
because = "on the day the protection plan ends the other may start"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate | CPPendDate
--------+-------+---------+--------------+-----------
1       | 1     | 1       | 2022-05-01   | 2022-06-01
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate
---------+-------+---------+-----------------
1        | 1     | 1       | 2022-06-01
2        | 1     | 1       | 2022-05-31
3        | 1     | 1       | 2022-04-30
4        | 2     | 2       | 2022-05-31
"""
expect = [2]

[[example]]
because = "a protection plan that is still open goes on, from its first day"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate | CPPendDate
--------+-------+---------+--------------+-----------
1       | 1     | 1       | 2022-05-01   |
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate
---------+-------+---------+-----------------
1        | 1     | 1       | 2022-04-30
2        | 1     | 1       | 2022-05-01
3        | 1     | 1       | 2022-08-01
"""
expect = [2, 3]
*/
