/*
code     = "8869"
severity = "error"
fields   = ["AssessmentFactors"]
message  = "Expected code 21 alone; found other factors beside it."
remedy   = "Leave out what is wrong."
*/
select assessment.assessment
from census.assessment as assessment
where exists (
    select factor.factor
    from census.factor as factor
    where factor.assessment = assessment.assessment
      and factor.AssessmentFactors = '21'
)
  and exists (
    select factor.factor
    from census.factor as factor
    where factor.assessment = assessment.assessment
      and factor.AssessmentFactors <> '21'
)

/* examples

[[example]]
because = "21 says that there is no factor"
given."census.assessment" = """
assessment | child | episode
-----------+-------+--------
1          | 1     | 1
2          | 1     | 1
3          | 1     | 1
"""
given."census.factor" = """
factor | child | episode | assessment | AssessmentFactors
-------+-------+---------+------------+------------------
1      | 1     | 1       | 1          | 21
2      | 1     | 1       | 1          | 2B
3      | 1     | 1       | 2          | 21
4      | 1     | 1       | 3          | 2B
"""
expect = [1]
*/
