/*
code     = "8585Q"
severity = "query"
fields   = ["ReasonForClosure", "PersonDeathDate"]
message  = "Expected a date of death where the case was closed because the child died; found none."
remedy   = "Add the date, or say why it is not known."
*/
select episode.episode
from census.episode as episode
join census.child as child
  on child.child = episode.child
where episode.ReasonForClosure = 'RC2'
  and child.PersonDeathDate is null

/* examples

[[example]]
because = "with its date it is right"
given."census.child" = """
child | PersonDeathDate
------+----------------
1     |
2     | 2022-05-10
"""
given."census.episode" = """
episode | child | ReasonForClosure
--------+-------+-----------------
1       | 1     | RC2
2       | 2     | RC2
3       | 1     | RC7
"""
expect = [1]
*/
