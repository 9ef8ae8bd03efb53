/*
code     = "1560Q"
severity = "query"
fields   = ["FormerUPN"]
message  = "Expected a former UPN in the form of a UPN; found another form."
remedy   = "Check it with the school, or say why it is right."
*/
select child.child
from census.child as child
where child.FormerUPN is not null
  and not regexp_matches(child.FormerUPN, '^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$')

/* examples

[[example]]
because = "a letter, eleven digits, and a digit or letter"
given."census.child" = """
child | FormerUPN
------+--------------
1     | H801200001001
2     | U80120000100A
3     | 1801200001001
4     | H80120000100
5     |
"""
expect = [3, 4]
*/
