/*
code     = "8670Q"
severity = "query"
fields   = ["AssessmentActualStartDate"]
message  = "Expected an assessment begun more than 45 working days before the end of the census year to have ended; found it open."
remedy   = "Add the end, or say why it is open."
*/
select assessment.assessment
from census.assessment as assessment
cross join census.period as period
join reference.calendar as last_day
  on last_day.day = period.end_date
left join reference.calendar as began
  on began.day = assessment.AssessmentActualStartDate
where assessment.AssessmentAuthorisationDate is null
  and assessment.AssessmentActualStartDate <= period.end_date
  and (began.day is null or last_day.working_day_number - began.working_day_number > 45)

/* examples

[[example]]
because = "45 working days before Friday 31 March 2023 is Friday 27 January"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate | AssessmentAuthorisationDate
-----------+-------+---------+---------------------------+----------------------------
1          | 1     | 1       | 2023-01-27                |
2          | 1     | 1       | 2023-01-26                |
3          | 1     | 1       | 2023-01-26                | 2023-05-01
4          | 1     | 1       |                           |
5          | 1     | 1       | 1990-05-01                |
6          | 1     | 1       | 2090-05-01                |
"""
expect = [2, 5]
*/
