/*
code     = "8831"
severity = "error"
fields   = ["AssessmentActualStartDate", "AssessmentAuthorisationDate", "S47ActualStartDate", "DateOfInitialCPC"]
message  = "Expected nothing after a referral with no further action; found an assessment, an enquiry or a conference."
remedy   = "Correct the referral or the activity."
*/
select episode.episode
from census.episode as episode
where episode.ReferralNFA
  and (
    episode.DateOfInitialCPC is not null
    or exists (
        select assessment.assessment
        from census.assessment as assessment
        where assessment.episode = episode.episode
    )
    or exists (
        select section_47.section_47
        from census.section_47 as section_47
        where section_47.episode = episode.episode
    )
)

/* examples

[[example]]
because = "each of the three"
given."census.episode" = """
episode | child | ReferralNFA | DateOfInitialCPC
--------+-------+-------------+-----------------
1       | 1     | true        | 2022-05-01
2       | 1     | true        |
3       | 1     | true        |
4       | 1     | true        |
5       | 1     | false       | 2022-05-01
"""
given."census.assessment" = """
assessment | child | episode
-----------+-------+--------
1          | 1     | 2
"""
given."census.section_47" = """
section_47 | child | episode
-----------+-------+--------
1          | 1     | 3
"""
expect = [1, 2, 3]
*/
