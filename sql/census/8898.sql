/*
code     = "8898"
severity = "error"
fields   = ["AssessmentFactors"]
message  = "Expected each factor once in an assessment; found it again."
remedy   = "Leave it out once."
*/
select factor.factor
from census.factor as factor
where exists (
    select other.factor
    from census.factor as other
    where other.assessment = factor.assessment
      and other.AssessmentFactors = factor.AssessmentFactors
      and other.factor < factor.factor
)

/* examples

[[example]]
because = "the second one is told"
given."census.factor" = """
factor | child | episode | assessment | AssessmentFactors
-------+-------+---------+------------+------------------
1      | 1     | 1       | 1          | 2B
2      | 1     | 1       | 1          | 2B
3      | 1     | 1       | 1          | 3A
4      | 1     | 1       | 2          | 2B
"""
expect = [2]
*/
