/*
code     = "1550"
severity = "error"
fields   = ["UPN"]
message  = "Expected character 13 of the UPN to be a digit or a letter other than I, O and S; found another."
remedy   = "Check the UPN with the school."
*/
select child.child
from census.child as child
where child.UPN is not null
  and not regexp_matches(substring(child.UPN, 13), '^[0-9A-HJ-NP-RT-Z]$')

/* examples

[[example]]
because = "a letter marks a temporary UPN"
given."census.child" = """
child | UPN
------+--------------
1     | H801200001001
2     | H80120000100A
3     | H80120000100S
4     | H80120000100
5     |
"""
expect = [3, 4]
*/
