/*
code     = "8590"
severity = "error"
fields   = ["LAchildID"]
message  = "Expected an episode of need for every child; found none."
remedy   = "Add it or leave the child out."
*/
select child.child
from census.child as child
where not exists (
    select episode.episode
    from census.episode as episode
    where episode.child = child.child
)

/* examples

[[example]]
because = "a child without one"
given."census.child" = """
child | LAchildID
------+----------
1     | A
2     | B
"""
given."census.episode" = """
episode | child
--------+------
1       | 1
"""
expect = [2]
*/
