/*
code     = "8608"
severity = "error"
fields   = ["AssessmentActualStartDate", "AssessmentAuthorisationDate"]
message  = "Expected an assessment to end on or after its start; found an earlier day."
remedy   = "Correct the date."
*/
select assessment.assessment
from census.assessment as assessment
where assessment.AssessmentAuthorisationDate < assessment.AssessmentActualStartDate

/* examples

[[example]]
because = "the same day is possible"
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate | AssessmentAuthorisationDate
-----------+-------+---------+---------------------------+----------------------------
1          | 1     | 1       | 2022-05-10                | 2022-05-10
2          | 1     | 1       | 2022-05-10                | 2022-05-09
"""
expect = [2]
*/
