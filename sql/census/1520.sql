/*
code     = "1520"
severity = "error"
fields   = ["UPN"]
message  = "Expected each UPN once; found it for another child as well."
remedy   = "Find out whose it is."
*/
select child.child
from census.child as child
join census.child as other
  on other.UPN = child.UPN
 and other.child <> child.child

/* examples

[[example]]
because = "two children with one UPN are both told"
given."census.child" = """
child | UPN
------+--------------
1     | H801200001001
2     | H801200001001
3     | A801200001001
4     |
"""
expect = [1, 2]
*/
