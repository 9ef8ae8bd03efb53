/*
code     = "8841"
severity = "error"
fields   = ["CPPstartDate", "CPPreviewDate"]
message  = "Expected a review after the day the plan started; found that day or an earlier one."
remedy   = "Correct the date."
*/
select review.review
from census.review as review
join census.cp_plan as cp_plan
  on cp_plan.cp_plan = review.cp_plan
where review.CPPreviewDate <= cp_plan.CPPstartDate

/* examples

[[example]]
because = "the next day is right"
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-05-10
"""
given."census.review" = """
review | child | episode | cp_plan | CPPreviewDate
-------+-------+---------+---------+--------------
1      | 1     | 1       | 1       | 2022-05-11
2      | 1     | 1       | 1       | 2022-05-10
3      | 1     | 1       | 1       | 2022-05-09
"""
expect = [2, 3]
*/
