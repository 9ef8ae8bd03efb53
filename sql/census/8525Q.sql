/*
code     = "8525Q"
severity = "query"
fields   = ["PersonBirthDate", "ExpectedPersonBirthDate"]
message  = "Expected a date of birth or an expected one, and not both; found both or neither."
remedy   = "Leave the one that is right."
*/
select child.child
from census.child as child
where (child.PersonBirthDate is null) = (child.ExpectedPersonBirthDate is null)

/* examples

[[example]]
because = "one of the two"
given."census.child" = """
child | PersonBirthDate | ExpectedPersonBirthDate
------+-----------------+------------------------
1     | 2015-01-01      |
2     |                 | 2023-05-01
3     |                 |
4     | 2015-01-01      | 2015-01-01
"""
expect = [3, 4]
*/
