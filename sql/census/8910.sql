/*
code     = "8910"
severity = "error"
fields   = ["LatestCategoryOfAbuse"]
message  = "Expected a known latest category of abuse; found none or another."
remedy   = "Correct the code."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
where cp_plan.LatestCategoryOfAbuse is null
   or cp_plan.LatestCategoryOfAbuse not in ('NEG', 'PHY', 'SAB', 'EMO', 'MUL')

/* examples

[[example]]
because = "XXX is none"
given."census.cp_plan" = """
cp_plan | child | episode | LatestCategoryOfAbuse
--------+-------+---------+----------------------
1       | 1     | 1       | NEG
2       | 1     | 1       | XXX
3       | 1     | 1       |
"""
expect = [2, 3]

[[example]]
because = "every code of the list"
given."census.cp_plan" = """
cp_plan | child | episode | LatestCategoryOfAbuse
--------+-------+---------+----------------------
1       | 1     | 1       | NEG
2       | 1     | 1       | PHY
3       | 1     | 1       | SAB
4       | 1     | 1       | EMO
5       | 1     | 1       | MUL
"""
expect = []
*/
