/*
code     = "8500"
severity = "error"
fields   = ["LAchildID"]
message  = "Expected an LA child ID; found none."
remedy   = "Add it."
*/
select child.child
from census.child as child
where child.LAchildID is null

/* examples

[[example]]
because = "blank"
given."census.child" = """
child | LAchildID
------+----------
1     | A1
2     |
"""
expect = [2]
*/
