/*
code     = "8770Q"
severity = "query"
fields   = ["UPNunknown"]
message  = "Expected a UPN, or a reason other than UN1, for a child of school age; found neither."
remedy   = "Add it, or say why it is missing."
reading  = "Of school age is a child of 5 to 15 on 31 August before the reference date."
*/
select child.child
from census.child as child
cross join census.period as period
where child.UPN is null
  and coalesce(child.UPNunknown, 'UN1') = 'UN1'
  and child.PersonBirthDate + interval 5 years <= period.end_date - interval 7 months
  and child.PersonBirthDate + interval 16 years > period.end_date - interval 7 months

/* examples

[[example]]
because = "aged 5 to 15 on 31 August 2022"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.child" = """
child | UPN           | UPNunknown | PersonBirthDate
------+---------------+------------+----------------
1     |               |            | 2017-08-31
2     |               |            | 2017-09-01
3     |               | UN1        | 2010-01-01
4     |               | UN3        | 2010-01-01
5     | H801200001001 |            | 2010-01-01
6     |               |            | 2006-08-31
"""
expect = [1, 3]
*/
