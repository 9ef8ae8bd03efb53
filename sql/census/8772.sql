/*
code     = "8772"
severity = "error"
fields   = ["UPNunknown", "ReferralNFA"]
message  = "Expected the reason UN7 only where every referral led to no further action; found another referral."
remedy   = "Correct the reason."
*/
select child.child
from census.child as child
where child.UPNunknown = 'UN7'
  and exists (
    select episode.episode
    from census.episode as episode
    where episode.child = child.child
      and episode.ReferralNFA is distinct from true
)

/* examples

[[example]]
because = "one referral that led on is enough"
given."census.child" = """
child | UPNunknown
------+-----------
1     | UN7
2     | UN7
3     | UN3
"""
given."census.episode" = """
episode | child | ReferralNFA
--------+-------+------------
1       | 1     | true
2       | 1     | false
3       | 2     | true
4       | 3     | false
"""
expect = [1]
*/
