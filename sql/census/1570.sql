/*
code     = "1570"
severity = "error"
fields   = ["LAchildID"]
message  = "Expected an LA child ID of at most 20 characters; found a longer one."
remedy   = "Shorten it."
*/
select child.child
from census.child as child
where length(child.LAchildID) > 20

/* examples

[[example]]
because = "20 are allowed, 21 are not"
given."census.child" = """
child | LAchildID
------+----------------------
1     | ABCDEFGHIJ1234567890
2     | ABCDEFGHIJ12345678901
"""
expect = [2]
*/
