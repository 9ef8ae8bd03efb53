/*
code     = "8736"
severity = "error"
fields   = ["AssessmentAuthorisationDate", "AssessmentActualStartDate"]
message  = "Expected an assessment that is not completed to have started within the census year; found another day."
remedy   = "Correct the date."
*/
select assessment.assessment
from census.assessment as assessment
cross join census.period as period
where assessment.AssessmentAuthorisationDate is null
  and assessment.AssessmentActualStartDate not between period.start_date and period.end_date

/* examples

[[example]]
because = "a completed one may have begun before"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate | AssessmentAuthorisationDate
-----------+-------+---------+---------------------------+----------------------------
1          | 1     | 1       | 2022-04-01                |
2          | 1     | 1       | 2022-03-31                |
3          | 1     | 1       | 2022-03-31                | 2022-05-01
4          | 1     | 1       | 2023-03-31                |
5          | 1     | 1       | 2023-04-01                |
"""
expect = [2, 5]
*/
