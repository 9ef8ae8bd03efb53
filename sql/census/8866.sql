/*
code     = "8866"
severity = "error"
fields   = ["CINreferralDate", "ReferralSource"]
message  = "Expected a known source of referral; found none or another."
remedy   = "Correct the code."
*/
select episode.episode
from census.episode as episode
where episode.ReferralSource is null
   or episode.ReferralSource not in (
    '1A', '1B', '1C', '1D', '2A', '2B', '3A', '3B',
    '3C', '3D', '3E', '3F', '4', '5A', '5B', '5C',
    '5D', '6', '7', '8', '9', '10'
)

/* examples

[[example]]
because = "5E is none"
given."census.episode" = """
episode | child | ReferralSource
--------+-------+---------------
1       | 1     | 1A
2       | 1     | 10
3       | 1     | 5E
4       | 1     |
"""
expect = [3, 4]

[[example]]
because = "every code of the list"
given."census.episode" = """
episode | child | ReferralSource
--------+-------+---------------
1       | 1     | 1A
2       | 1     | 1B
3       | 1     | 1C
4       | 1     | 1D
5       | 1     | 2A
6       | 1     | 2B
7       | 1     | 3A
8       | 1     | 3B
9       | 1     | 3C
10      | 1     | 3D
11      | 1     | 3E
12      | 1     | 3F
13      | 1     | 4
14      | 1     | 5A
15      | 1     | 5B
16      | 1     | 5C
17      | 1     | 5D
18      | 1     | 6
19      | 1     | 7
20      | 1     | 8
21      | 1     | 9
22      | 1     | 10
"""
expect = []
*/
