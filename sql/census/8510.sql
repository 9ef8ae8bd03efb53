/*
code     = "8510"
severity = "error"
fields   = ["LAchildID"]
message  = "Expected each LA child ID once; found it for another record as well."
remedy   = "Join the records of one child."
*/
select child.child
from census.child as child
join census.child as other
  on other.LAchildID = child.LAchildID
 and other.child <> child.child

/* examples

[[example]]
because = "both are told"
given."census.child" = """
child | LAchildID
------+----------
1     | A1
2     | A1
3     | A2
4     |
"""
expect = [1, 2]
*/
