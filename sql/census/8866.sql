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
*/
