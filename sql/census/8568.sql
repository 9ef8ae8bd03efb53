/*
code     = "8568"
severity = "error"
fields   = ["ReferralNFA"]
message  = "Expected to be told whether a referral led to no further action; found nothing or another word."
remedy   = "Say true or false."
*/
select episode.episode
from census.episode as episode
where episode.ReferralNFA is null

/* examples

[[example]]
because = "neither true nor false"
given."census.episode" = """
episode | child | ReferralNFA
--------+-------+------------
1       | 1     | true
2       | 1     | false
3       | 1     |
"""
expect = [3]
*/
