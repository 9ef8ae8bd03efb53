/*
code     = "8896"
severity = "error"
fields   = ["AssessmentAuthorisationDate"]
message  = "Expected at most one open assessment in an episode; found more."
remedy   = "Complete those that are over."
*/
select assessment.assessment
from census.assessment as assessment
where assessment.AssessmentAuthorisationDate is null
  and exists (
    select other.assessment
    from census.assessment as other
    where other.episode = assessment.episode
      and other.assessment <> assessment.assessment
      and other.AssessmentAuthorisationDate is null
)

/* examples

[[example]]
because = "both open ones are told"
given."census.assessment" = """
assessment | child | episode | AssessmentAuthorisationDate
-----------+-------+---------+----------------------------
1          | 1     | 1       |
2          | 1     | 1       |
3          | 1     | 1       | 2022-05-01
4          | 1     | 2       |
5          | 1     | 2       | 2022-05-01
"""
expect = [1, 2]
*/
