/*
code     = "8545Q"
severity = "query"
fields   = ["PersonDeathDate"]
message  = "Expected a date of death within the census year; found another."
remedy   = "Correct the date, or say why it is right."
*/
select child.child
from census.child as child
cross join census.period as period
where child.PersonDeathDate not between period.start_date and period.end_date

/* examples

[[example]]
because = "first and last day are in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.child" = """
child | PersonDeathDate
------+----------------
1     | 2022-04-01
2     | 2022-03-31
3     | 2023-04-01
4     |
"""
expect = [2, 3]
*/
