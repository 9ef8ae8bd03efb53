/*
code     = "8815"
severity = "error"
fields   = ["ReferralNFA", "CINclosureDate"]
message  = "Expected at most one open episode of a child besides referrals with no further action; found more."
remedy   = "Close those that are over."
*/
select episode.episode
from census.episode as episode
where episode.CINclosureDate is null
  and episode.ReferralNFA is distinct from true
  and exists (
    select other.episode
    from census.episode as other
    where other.child = episode.child
      and other.episode <> episode.episode
      and other.CINclosureDate is null
      and other.ReferralNFA is distinct from true
)

/* examples

[[example]]
because = "several with no further action are allowed"
given."census.episode" = """
episode | child | CINclosureDate | ReferralNFA
--------+-------+----------------+------------
1       | 1     |                | false
2       | 1     |                | false
3       | 1     |                | true
4       | 2     |                | false
5       | 2     |                | true
6       | 3     |                | false
7       | 3     | 2022-06-01     | false
"""
expect = [1, 2]
*/
