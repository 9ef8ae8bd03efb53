/*
code     = "8873Q"
severity = "query"
fields   = ["ReasonForClosure", "AssessmentFactors"]
message  = "Expected the reason RC8 or RC9 where the only assessment found no factor; found another reason."
remedy   = "Correct it, or say why it is right."
*/
with single as (
    select
        assessment.episode,
        max(assessment.assessment) as assessment,
        max(assessment.AssessmentAuthorisationDate) as authorised_on
    from census.assessment as assessment
    group by assessment.episode
    having count(*) = 1
)

select single.assessment
from single
join census.episode as episode
  on episode.episode = single.episode
where single.authorised_on is not null
  and episode.ReasonForClosure not in ('RC8', 'RC9')
  and exists (
    select factor.factor
    from census.factor as factor
    where factor.assessment = single.assessment
      and factor.AssessmentFactors = '21'
)

/* examples

[[example]]
because = "two assessments, an open case or assessment, a factor and either right reason are not told"
given."census.episode" = """
episode | child | ReasonForClosure
--------+-------+-----------------
1       | 1     | RC7
2       | 1     | RC8
3       | 1     |
4       | 1     | RC7
5       | 1     | RC9
6       | 1     | RC7
7       | 1     | RC7
"""
given."census.assessment" = """
assessment | child | episode | AssessmentAuthorisationDate
-----------+-------+---------+----------------------------
1          | 1     | 1       | 2022-05-01
2          | 1     | 2       | 2022-05-01
3          | 1     | 3       | 2022-05-01
4          | 1     | 4       | 2022-05-01
5          | 1     | 4       | 2022-06-01
6          | 1     | 5       | 2022-05-01
7          | 1     | 6       | 2022-05-01
8          | 1     | 7       |
"""
given."census.factor" = """
factor | child | episode | assessment | AssessmentFactors
-------+-------+---------+------------+------------------
1      | 1     | 1       | 1          | 21
2      | 1     | 2       | 2          | 21
3      | 1     | 3       | 3          | 21
4      | 1     | 4       | 4          | 21
5      | 1     | 5       | 6          | 21
6      | 1     | 6       | 7          | 2B
7      | 1     | 7       | 8          | 21
"""
expect = [1]
*/
