/*
code     = "1540"
severity = "error"
fields   = ["UPN"]
message  = "Expected characters 5 to 12 of the UPN to be digits; found others."
remedy   = "Check the UPN with the school."
*/
select child.child
from census.child as child
where child.UPN is not null
  and not regexp_matches(substring(child.UPN, 5, 8), '^[0-9]{8}$')

/* examples

[[example]]
because = "too short is not eight digits; the fourth and the thirteenth are other rules'"
given."census.child" = """
child | UPN
------+--------------
1     | H801200001001
2     | H8012000O1001
3     | H80120000
4     |
5     | H801O00001001
6     | H80120000100A
7     | H80O200001001
"""
expect = [2, 3, 5]
*/
