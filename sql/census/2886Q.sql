/*
code     = "2886Q"
severity = "query"
fields   = ["ExpectedPersonBirthDate"]
message  = "Expected the sex of nearly every child born to be recorded; found more than 2% without."
remedy   = "Record it, or say why it is not known."
*/
with born as (
    select
        count(*) as children,
        count(*) filter (where coalesce(child.Sex, 'U') = 'U') as unknown
    from census.child as child
    where child.PersonBirthDate is not null
)

select null as child
from born
where born.unknown * 100 > born.children * 2

/* examples

[[example]]
because = "one of two is more than 2%; an unborn child is left out"
given."census.child" = """
child | Sex | PersonBirthDate
------+-----+----------------
1     | M   | 2015-01-01
2     | U   | 2015-01-01
3     | U   |
"""
expect = ["whole"]

[[example]]
because = "unborn children alone are no reason"
given."census.child" = """
child | Sex | PersonBirthDate
------+-----+----------------
1     | M   | 2015-01-01
3     | U   |
"""
expect = []
*/
