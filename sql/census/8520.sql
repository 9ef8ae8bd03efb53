/*
code     = "8520"
severity = "error"
fields   = ["PersonBirthDate", "ReferenceDate"]
message  = "Expected a date of birth by the end of the census year; found a later one."
remedy   = "Correct the date."
*/
select child.child
from census.child as child
cross join census.period as period
where child.PersonBirthDate > period.end_date

/* examples

[[example]]
because = "the last day is in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.child" = """
child | PersonBirthDate
------+----------------
1     | 2023-03-31
2     | 2023-04-01
3     |
"""
expect = [2]
*/
