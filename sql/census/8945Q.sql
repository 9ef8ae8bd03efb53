/*
code     = "8945Q"
severity = "query"
fields   = ["AssessmentFactors"]
message  = "Expected 18B or 18C; found 18A, which is no longer used."
remedy   = "Correct the code, or say why it is right."
*/
select factor.factor
from census.factor as factor
where factor.AssessmentFactors = '18A'

/* examples

[[example]]
because = "18A was split in two"
given."census.factor" = """
factor | child | episode | assessment | AssessmentFactors
-------+-------+---------+------------+------------------
1      | 1     | 1       | 1          | 18A
2      | 1     | 1       | 1          | 18B
"""
expect = [1]
*/
