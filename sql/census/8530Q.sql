/*
code     = "8530Q"
severity = "query"
fields   = ["ExpectedPersonBirthDate"]
message  = "Expected an expected date of birth from 30 days before the end of the census year to nine months after; found another."
remedy   = "Correct the date, or say why it is right."
*/
select child.child
from census.child as child
cross join census.period as period
where child.ExpectedPersonBirthDate < period.end_date - interval 30 days
   or child.ExpectedPersonBirthDate > period.end_date + interval 9 months

/* examples

[[example]]
because = "from 1 March to 31 December"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.child" = """
child | ExpectedPersonBirthDate
------+------------------------
1     | 2023-03-01
2     | 2023-02-28
3     | 2023-12-31
4     | 2024-01-01
5     |
"""
expect = [2, 4]
*/
