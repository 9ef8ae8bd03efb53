/*
code     = "8610"
severity = "error"
fields   = ["ReferralNFA", "PrimaryNeedCode"]
message  = "Expected a primary need where the referral led to further action; found none."
remedy   = "Add the code."
*/
select episode.episode
from census.episode as episode
where episode.PrimaryNeedCode is null
  and episode.ReferralNFA is distinct from true

/* examples

[[example]]
because = "no further action needs none"
given."census.episode" = """
episode | child | PrimaryNeedCode | ReferralNFA
--------+-------+-----------------+------------
1       | 1     | N1              | false
2       | 1     |                 | false
3       | 1     |                 | true
4       | 1     |                 |
"""
expect = [2, 4]
*/
