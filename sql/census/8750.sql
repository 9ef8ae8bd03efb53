/*
code     = "8750"
severity = "error"
fields   = ["Sex", "PersonBirthDate", "ExpectedPersonBirthDate"]
message  = "Expected U for a child not yet born; found another sex."
remedy   = "Correct it."
*/
select child.child
from census.child as child
where child.PersonBirthDate is null
  and child.ExpectedPersonBirthDate is not null
  and child.Sex <> 'U'

/* examples

[[example]]
because = "born children may be any; one of no known day is another rule's"
given."census.child" = """
child | PersonBirthDate | ExpectedPersonBirthDate | Sex
------+-----------------+-------------------------+----
1     |                 | 2023-05-01              | U
2     |                 | 2023-05-01              | M
3     | 2015-01-01      |                         | M
4     | 2015-01-01      | 2015-01-05              | M
5     |                 |                         | M
"""
expect = [2]
*/
