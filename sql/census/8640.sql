/*
code     = "8640"
severity = "error"
fields   = ["ReasonForClosure"]
message  = "Expected a known reason for closure; found another."
remedy   = "Correct the code."
*/
select episode.episode
from census.episode as episode
where episode.ReasonForClosure not in (
    'RC1', 'RC2', 'RC3', 'RC4', 'RC5', 'RC6', 'RC7', 'RC8', 'RC9'
)

/* examples

[[example]]
because = "RC10 is none; blank is another rule"
given."census.episode" = """
episode | child | ReasonForClosure
--------+-------+-----------------
1       | 1     | RC9
2       | 1     | RC10
3       | 1     |
"""
expect = [2]

[[example]]
because = "every code of the list"
given."census.episode" = """
episode | child | ReasonForClosure
--------+-------+-----------------
1       | 1     | RC1
2       | 1     | RC2
3       | 1     | RC3
4       | 1     | RC4
5       | 1     | RC5
6       | 1     | RC6
7       | 1     | RC7
8       | 1     | RC8
9       | 1     | RC9
"""
expect = []
*/
