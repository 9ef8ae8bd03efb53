/*
code     = "8535Q"
severity = "query"
fields   = ["PersonDeathDate", "PersonBirthDate"]
message  = "Expected the date of death on or after the date of birth; found an earlier one."
remedy   = "Correct the date, or say why it is right."
*/
select child.child
from census.child as child
where child.PersonDeathDate < child.PersonBirthDate

/* examples

[[example]]
because = "the same day is possible"
given."census.child" = """
child | PersonBirthDate | PersonDeathDate
------+-----------------+----------------
1     | 2022-05-10      | 2022-05-10
2     | 2022-05-10      | 2022-05-09
"""
expect = [2]
*/
