/*
code     = "1580"
severity = "error"
fields   = ["LAchildID"]
message  = "Expected an LA child ID of letters and digits only; found another character."
remedy   = "Leave the other characters out."
*/
select child.child
from census.child as child
where regexp_matches(child.LAchildID, '[^0-9A-Za-z]')

/* examples

[[example]]
because = "a hyphen is neither"
given."census.child" = """
child | LAchildID
------+----------
1     | AB12
2     | AB-12
3     |
"""
expect = [2]
*/
