/*
code     = "8614"
severity = "error"
fields   = ["AssessmentAuthorisationDate", "AssessmentFactors"]
message  = "Expected factors of a completed assessment only; found some of one that is open."
remedy   = "Complete the assessment or leave the factors out."
*/
select assessment.assessment
from census.assessment as assessment
where assessment.AssessmentAuthorisationDate is null
  and exists (
    select factor.factor
    from census.factor as factor
    where factor.assessment = assessment.assessment
)

/* examples

[[example]]
because = "an open one with a factor"
given."census.assessment" = """
assessment | child | episode | AssessmentAuthorisationDate
-----------+-------+---------+----------------------------
1          | 1     | 1       |
2          | 1     | 1       |
3          | 1     | 1       | 2022-05-10
"""
given."census.factor" = """
factor | child | episode | assessment | AssessmentFactors
-------+-------+---------+------------+------------------
1      | 1     | 1       | 1          | 2B
2      | 1     | 1       | 3          | 2B
"""
expect = [1]
*/
