/*
code     = "4180"
severity = "error"
fields   = ["Sex"]
message  = "Expected the sex of the child as M, F or U; found none or another."
remedy   = "Record it."
*/
select child.child
from census.child as child
where child.Sex is null

/* examples

[[example]]
because = "older returns say 1, 2, 0 or 9, which are read as M, F and U"
given."census.child" = """
child | Sex
------+----
1     | M
2     | U
3     |
"""
expect = [3]
*/
