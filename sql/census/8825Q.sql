/*
code     = "8825Q"
severity = "query"
fields   = ["ReasonForClosure"]
message  = "Expected an assessment in a case closed after assessment (RC8, RC9); found none."
remedy   = "Add it, or say why there is none."
*/
select episode.episode
from census.episode as episode
where episode.ReasonForClosure in ('RC8', 'RC9')
  and not exists (
        select assessment.assessment
        from census.assessment as assessment
        where assessment.episode = episode.episode
    )

/* examples

[[example]]
because = "other reasons need none"
given."census.episode" = """
episode | child | ReasonForClosure
--------+-------+-----------------
1       | 1     | RC8
2       | 1     | RC9
3       | 1     | RC7
4       | 1     | RC9
"""
given."census.assessment" = """
assessment | child | episode
-----------+-------+--------
1          | 1     | 2
"""
expect = [1, 4]
*/
