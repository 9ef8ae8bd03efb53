/*
code     = "2991Q"
severity = "query"
fields   = []
message  = "Expected an assessment in an episode with a section 47 enquiry; found none."
remedy   = "Add the assessment, or say why there is none."
*/
select episode.episode
from census.episode as episode
where exists (
        select section_47.section_47
        from census.section_47 as section_47
        where section_47.episode = episode.episode
    )
  and not exists (
        select assessment.assessment
        from census.assessment as assessment
        where assessment.episode = episode.episode
    )

/* examples

[[example]]
because = "an enquiry without an assessment"
given."census.episode" = """
episode | child
--------+------
1       | 1
2       | 1
3       | 1
"""
given."census.section_47" = """
section_47 | child | episode
-----------+-------+--------
1          | 1     | 1
2          | 1     | 2
"""
given."census.assessment" = """
assessment | child | episode
-----------+-------+--------
1          | 1     | 2
"""
expect = [1]
*/
