/*
code     = "1103"
severity = "error"
fields   = ["AssessmentActualStartDate", "CINreferralDate"]
message  = "Expected an assessment to start on or after the day of the referral; found an earlier day."
remedy   = "Correct the date."
*/
select assessment.assessment
from census.assessment as assessment
join census.episode as episode
  on episode.episode = assessment.episode
where assessment.AssessmentActualStartDate < episode.CINreferralDate

/* examples

[[example]]
because = "the day of the referral itself is right"
given."census.episode" = """
episode | child | CINreferralDate
--------+-------+----------------
1       | 1     | 2022-05-10
"""
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate
-----------+-------+---------+--------------------------
1          | 1     | 1       | 2022-05-10
2          | 1     | 1       | 2022-05-09
3          | 1     | 1       |
"""
expect = [2]
*/
