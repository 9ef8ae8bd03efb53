/*
code     = "8816"
severity = "error"
fields   = ["CINreferralDate", "ReferralNFA"]
message  = "Expected an open episode to be the latest one; found a later one."
remedy   = "Close it, or correct the days."
reading  = "Later referrals with no further action do not count, as they open no episode."
*/
select episode.episode
from census.episode as episode
where episode.CINclosureDate is null
  and episode.ReferralNFA is distinct from true
  and exists (
    select other.episode
    from census.episode as other
    where other.child = episode.child
      and other.CINreferralDate > episode.CINreferralDate
      and other.ReferralNFA is distinct from true
)

/* examples

[[example]]
because = "a later referral with no further action is no episode"
given."census.episode" = """
episode | child | CINreferralDate | CINclosureDate | ReferralNFA
--------+-------+-----------------+----------------+------------
1       | 1     | 2022-05-01      |                | false
2       | 1     | 2022-06-01      | 2022-07-01     | false
3       | 2     | 2022-05-01      |                | false
4       | 2     | 2022-06-01      |                | true
5       | 3     | 2022-05-01      | 2022-05-20     | false
6       | 3     | 2022-06-01      |                | false
7       | 4     | 2022-05-01      |                | true
8       | 4     | 2022-06-01      |                | false
"""
expect = [1]
*/
