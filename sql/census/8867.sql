/*
code     = "8867"
severity = "error"
fields   = ["CINclosureDate", "AssessmentAuthorisationDate"]
message  = "Expected every assessment of a closed episode to be completed; found one that is not."
remedy   = "Complete it, or open the case again."
*/
select episode.episode
from census.episode as episode
where episode.CINclosureDate is not null
  and exists (
        select assessment.assessment
        from census.assessment as assessment
        where assessment.episode = episode.episode
          and assessment.AssessmentAuthorisationDate is null
    )

/* examples

[[example]]
because = "an open assessment of a closed case"
given."census.episode" = """
episode | child | CINclosureDate
--------+-------+---------------
1       | 1     | 2022-05-10
2       | 1     | 2022-05-10
3       | 1     |
"""
given."census.assessment" = """
assessment | child | episode | AssessmentAuthorisationDate
-----------+-------+---------+----------------------------
1          | 1     | 1       |
2          | 1     | 2       | 2022-05-01
3          | 1     | 3       |
"""
expect = [1]
*/
