/*
code     = "8940"
severity = "error"
fields   = ["CPPstartDate", "CPPendDate"]
message  = "Expected child protection plans one after another; found two that overlap."
remedy   = "Correct the date."
reading  = "Unlike episodes, a plan may not start on the day on which the last one ends."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
where exists (
    select other.cp_plan
    from census.cp_plan as other
    cross join census.period as period
    where other.child = cp_plan.child
      and other.cp_plan <> cp_plan.cp_plan
      and cp_plan.CPPstartDate >= other.CPPstartDate
      and cp_plan.CPPstartDate <= coalesce(other.CPPendDate, period.end_date)
)

/* examples

[[example]]
because = "the day on which one ends is too early for the next"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate | CPPendDate
--------+-------+---------+--------------+-----------
1       | 1     | 1       | 2022-05-01   | 2022-06-01
2       | 1     | 1       | 2022-06-01   | 2022-07-01
3       | 1     | 1       | 2022-07-02   |
4       | 2     | 2       | 2022-06-15   |
"""
expect = [2]

[[example]]
because = "one that is still open goes on; of two that start on one day each starts within the other"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate | CPPendDate
--------+-------+---------+--------------+-----------
1       | 1     | 1       | 2022-05-01   |
2       | 1     | 1       | 2022-08-01   | 2022-08-02
3       | 2     | 2       | 2022-05-01   | 2022-06-01
4       | 2     | 2       | 2022-05-01   | 2022-05-02
"""
expect = [2, 3, 4]
*/
