/*
code     = "8555Q"
severity = "query"
fields   = ["PersonDeathDate", "CINreferralDate"]
message  = "Expected a referral by the day of death; found a later one."
remedy   = "Correct the date, or say why it is right."
*/
select episode.episode
from census.episode as episode
join census.child as child
  on child.child = episode.child
where episode.CINreferralDate > child.PersonDeathDate

/* examples

[[example]]
because = "the day itself is possible"
given."census.child" = """
child | PersonDeathDate
------+----------------
1     | 2022-05-10
"""
given."census.episode" = """
episode | child | CINreferralDate
--------+-------+----------------
1       | 1     | 2022-05-10
2       | 1     | 2022-05-11
"""
expect = [2]
*/
