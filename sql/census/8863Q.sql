/*
code     = "8863Q"
severity = "query"
fields   = ["AssessmentActualStartDate", "AssessmentAuthorisationDate"]
message  = "Expected no assessment to start while another is going on; found one."
remedy   = "Correct a date, or say why both are right."
*/
select assessment.assessment
from census.assessment as assessment
where exists (
    select other.assessment
    from census.assessment as other
    cross join census.period as period
    where other.episode = assessment.episode
      and other.assessment <> assessment.assessment
      and assessment.AssessmentActualStartDate >= other.AssessmentActualStartDate
      and assessment.AssessmentActualStartDate < coalesce(other.AssessmentAuthorisationDate, period.end_date)
)

/* examples

[[example]]
because = "one may start on the day the last one ends"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate | AssessmentAuthorisationDate
-----------+-------+---------+---------------------------+----------------------------
1          | 1     | 1       | 2022-05-01                | 2022-06-01
2          | 1     | 1       | 2022-06-01                | 2022-07-01
3          | 1     | 1       | 2022-06-30                |
4          | 1     | 2       | 2022-05-15                |
"""
expect = [3]

[[example]]
because = "one that is still open goes on; of two that start on one day each starts within the other"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate | AssessmentAuthorisationDate
-----------+-------+---------+---------------------------+----------------------------
1          | 1     | 1       | 2022-05-01                |
2          | 1     | 1       | 2022-08-01                | 2022-08-02
3          | 2     | 2       | 2022-05-01                | 2022-06-01
4          | 2     | 2       | 2022-05-01                | 2022-05-02
"""
expect = [2, 3, 4]
*/
