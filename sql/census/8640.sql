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
*/
