/*
code     = "4003"
severity = "error"
fields   = ["CINPlanStartDate", "CINPlanEndDate", "CPPreviewDate"]
message  = "Expected no review of a child protection plan while a child in need plan is open; found one."
remedy   = "Correct the review or the plan."
reading  = "The first and the last day of the child in need plan are left out, as plans may hand over on one day."
*/
select review.review
from census.review as review
where exists (
    select cin_plan.cin_plan
    from census.cin_plan as cin_plan
    where cin_plan.child = review.child
      and review.CPPreviewDate > cin_plan.CINPlanStartDate
      and (cin_plan.CINPlanEndDate is null or review.CPPreviewDate < cin_plan.CINPlanEndDate)
)

/* examples

[[example]]
because = "on the first or last day one plan may hand over to the other"
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-01       | 2022-06-01
"""
given."census.review" = """
review | child | episode | cp_plan | CPPreviewDate
-------+-------+---------+---------+--------------
1      | 1     | 1       | 1       | 2022-05-01
2      | 1     | 1       | 1       | 2022-05-02
3      | 1     | 1       | 1       | 2022-06-01
4      | 2     | 2       | 2       | 2022-05-02
"""
expect = [2]

[[example]]
because = "a plan that is still open goes on"
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
1        | 1     | 1       | 2022-05-01       |
"""
given."census.review" = """
review | child | episode | cp_plan | CPPreviewDate
-------+-------+---------+---------+--------------
1      | 1     | 1       | 1       | 2022-05-01
2      | 1     | 1       | 1       | 2022-08-02
"""
expect = [2]
*/
