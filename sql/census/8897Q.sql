/*
code     = "8897Q"
severity = "query"
fields   = ["AssessmentAuthorisationDate", "AssessmentFactors"]
message  = "Expected the factors of every completed assessment; found none."
remedy   = "Add them, or say why there are none."
*/
select assessment.assessment
from census.assessment as assessment
where assessment.AssessmentAuthorisationDate is not null
  and not exists (
    select factor.factor
    from census.factor as factor
    where factor.assessment = assessment.assessment
      and factor.AssessmentFactors is not null
)

/* examples

[[example]]
because = "an open one needs none"
given."census.assessment" = """
assessment | child | episode | AssessmentAuthorisationDate
-----------+-------+---------+----------------------------
1          | 1     | 1       | 2022-05-01
2          | 1     | 1       | 2022-05-01
3          | 1     | 1       |
"""
given."census.factor" = """
factor | child | episode | assessment | AssessmentFactors
-------+-------+---------+------------+------------------
1      | 1     | 1       | 2          | 2B
"""
expect = [1]
*/
