/*
code     = "1530"
severity = "error"
fields   = ["UPN"]
message  = "Expected characters 2 to 4 of the UPN to be the code of an authority; found another."
remedy   = "Check the UPN with the school."
*/
select child.child
from census.child as child
where child.UPN is not null
  and not exists (
    select authority_code.code
    from reference.authority_code as authority_code
    where authority_code.code = substring(child.UPN, 2, 3)
)

/* examples

[[example]]
because = "370 is an authority, 099 is not"
given."census.child" = """
child | UPN
------+--------------
1     | A370200001001
2     | A099200001001
3     |
"""
expect = [2]
*/
