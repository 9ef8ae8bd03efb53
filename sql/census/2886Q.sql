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

[[example]]
because = "one of fifty is 2% and no more; a sex left blank is not known"
given."census.child" = """
child | Sex | PersonBirthDate
------+-----+----------------
1     | F   | 2015-01-01
2     | M   | 2015-01-01
3     | F   | 2015-01-01
4     | M   | 2015-01-01
5     | F   | 2015-01-01
6     | M   | 2015-01-01
7     | F   | 2015-01-01
8     | M   | 2015-01-01
9     | F   | 2015-01-01
10    | M   | 2015-01-01
11    | F   | 2015-01-01
12    | M   | 2015-01-01
13    | F   | 2015-01-01
14    | M   | 2015-01-01
15    | F   | 2015-01-01
16    | M   | 2015-01-01
17    | F   | 2015-01-01
18    | M   | 2015-01-01
19    | F   | 2015-01-01
20    | M   | 2015-01-01
21    | F   | 2015-01-01
22    | M   | 2015-01-01
23    | F   | 2015-01-01
24    | M   | 2015-01-01
25    | F   | 2015-01-01
26    | M   | 2015-01-01
27    | F   | 2015-01-01
28    | M   | 2015-01-01
29    | F   | 2015-01-01
30    | M   | 2015-01-01
31    | F   | 2015-01-01
32    | M   | 2015-01-01
33    | F   | 2015-01-01
34    | M   | 2015-01-01
35    | F   | 2015-01-01
36    | M   | 2015-01-01
37    | F   | 2015-01-01
38    | M   | 2015-01-01
39    | F   | 2015-01-01
40    | M   | 2015-01-01
41    | F   | 2015-01-01
42    | M   | 2015-01-01
43    | F   | 2015-01-01
44    | M   | 2015-01-01
45    | F   | 2015-01-01
46    | M   | 2015-01-01
47    | F   | 2015-01-01
48    | M   | 2015-01-01
49    | F   | 2015-01-01
50    |     | 2015-01-01
"""
expect = []

[[example]]
because = "one of forty-nine is more"
given."census.child" = """
child | Sex | PersonBirthDate
------+-----+----------------
1     | F   | 2015-01-01
2     | M   | 2015-01-01
3     | F   | 2015-01-01
4     | M   | 2015-01-01
5     | F   | 2015-01-01
6     | M   | 2015-01-01
7     | F   | 2015-01-01
8     | M   | 2015-01-01
9     | F   | 2015-01-01
10    | M   | 2015-01-01
11    | F   | 2015-01-01
12    | M   | 2015-01-01
13    | F   | 2015-01-01
14    | M   | 2015-01-01
15    | F   | 2015-01-01
16    | M   | 2015-01-01
17    | F   | 2015-01-01
18    | M   | 2015-01-01
19    | F   | 2015-01-01
20    | M   | 2015-01-01
21    | F   | 2015-01-01
22    | M   | 2015-01-01
23    | F   | 2015-01-01
24    | M   | 2015-01-01
25    | F   | 2015-01-01
26    | M   | 2015-01-01
27    | F   | 2015-01-01
28    | M   | 2015-01-01
29    | F   | 2015-01-01
30    | M   | 2015-01-01
31    | F   | 2015-01-01
32    | M   | 2015-01-01
33    | F   | 2015-01-01
34    | M   | 2015-01-01
35    | F   | 2015-01-01
36    | M   | 2015-01-01
37    | F   | 2015-01-01
38    | M   | 2015-01-01
39    | F   | 2015-01-01
40    | M   | 2015-01-01
41    | F   | 2015-01-01
42    | M   | 2015-01-01
43    | F   | 2015-01-01
44    | M   | 2015-01-01
45    | F   | 2015-01-01
46    | M   | 2015-01-01
47    | F   | 2015-01-01
48    | M   | 2015-01-01
49    |     | 2015-01-01
"""
expect = ["whole"]
*/
