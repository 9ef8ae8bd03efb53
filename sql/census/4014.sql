/*
code     = "4014"
severity = "error"
fields   = ["CINPlanStartDate", "CINPlanEndDate"]
message  = "Expected child in need plans one after another; found two that overlap."
remedy   = "Correct the date."
reading  = "A plan may start on the day on which the last one ends."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
where exists (
    select other.cin_plan
    from census.cin_plan as other
    cross join census.period as period
    where other.child = cin_plan.child
      and other.cin_plan <> cin_plan.cin_plan
      and cin_plan.CINPlanStartDate >= other.CINPlanStartDate
      and cin_plan.CINPlanStartDate < coalesce(other.CINPlanEndDate, period.end_date)
)

/* examples

[[example]]
because = "one may start on the day the last one ends; the one that starts within another is told"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-01       | 2022-06-01
2        | 1     | 1       | 2022-06-01       | 2022-07-01
3        | 1     | 1       | 2022-06-30       |
4        | 2     | 2       | 2022-06-15       |
"""
expect = [3]

[[example]]
because = "one that is still open goes on; of two that start on one day each starts within the other"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-01       |
2        | 1     | 1       | 2022-08-01       | 2022-08-02
3        | 2     | 2       | 2022-05-01       | 2022-06-01
4        | 2     | 2       | 2022-05-01       | 2022-05-02
"""
expect = [2, 3, 4]
*/
