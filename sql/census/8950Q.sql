/*
code     = "8950Q"
severity = "query"
fields   = ["AssessmentFactors"]
message  = "Expected 19B or 19C; found 19A, which is no longer used."
remedy   = "Correct the code, or say why it is right."
*/
select factor.factor
from census.factor as factor
where factor.AssessmentFactors = '19A'

/* examples

[[example]]
because = "19A was split in two"
given."census.factor" = """
factor | child | episode | assessment | AssessmentFactors
-------+-------+---------+------------+------------------
1      | 1     | 1       | 1          | 19A
2      | 1     | 1       | 1          | 19B
"""
expect = [1]
*/
