/*
code     = "8842Q"
severity = "query"
fields   = ["CPPreviewDate"]
message  = "Expected a date for every review; found none."
remedy   = "Add it, or leave the review out."
*/
select review.review
from census.review as review
where review.CPPreviewDate is null

/* examples

[[example]]
because = "blank"
given."census.review" = """
review | child | episode | cp_plan | CPPreviewDate
-------+-------+---------+---------+--------------
1      | 1     | 1       | 1       | 2022-05-11
2      | 1     | 1       | 1       |
"""
expect = [2]
*/
