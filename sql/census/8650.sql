/*
code     = "8650"
severity = "error"
fields   = ["PrimaryNeedCode"]
message  = "Expected a known primary need; found another."
remedy   = "Correct the code."
*/
select episode.episode
from census.episode as episode
where episode.PrimaryNeedCode not in (
    'N0', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8', 'N9'
)

/* examples

[[example]]
because = "N10 is none; blank is another rule"
given."census.episode" = """
episode | child | PrimaryNeedCode
--------+-------+----------------
1       | 1     | N0
2       | 1     | N10
3       | 1     |
"""
expect = [2]

[[example]]
because = "every code of the list"
given."census.episode" = """
episode | child | PrimaryNeedCode
--------+-------+----------------
1       | 1     | N0
2       | 1     | N1
3       | 1     | N2
4       | 1     | N3
5       | 1     | N4
6       | 1     | N5
7       | 1     | N6
8       | 1     | N7
9       | 1     | N8
10      | 1     | N9
"""
expect = []
*/
