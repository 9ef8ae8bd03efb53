/*
code     = "8696"
severity = "error"
fields   = ["AssessmentAuthorisationDate", "ReferenceDate"]
message  = "Expected an assessment to end within the census year; found another day."
remedy   = "Correct the date."
*/
select assessment.assessment
from census.assessment as assessment
cross join census.period as period
where assessment.AssessmentAuthorisationDate not between period.start_date and period.end_date

/* examples

[[example]]
because = "first and last day are in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.assessment" = """
assessment | child | episode | AssessmentAuthorisationDate
-----------+-------+---------+----------------------------
1          | 1     | 1       | 2022-04-01
2          | 1     | 1       | 2022-03-31
3          | 1     | 1       | 2023-04-01
4          | 1     | 1       |
"""
expect = [2, 3]
*/
