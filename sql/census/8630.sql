/*
code     = "8630"
severity = "error"
fields   = ["CINreferralDate", "CINclosureDate"]
message  = "Expected a closure on or after the day of the referral; found an earlier day."
remedy   = "Correct the date."
*/
select episode.episode
from census.episode as episode
where episode.CINclosureDate < episode.CINreferralDate

/* examples

[[example]]
because = "the same day is possible"
given."census.episode" = """
episode | child | CINreferralDate | CINclosureDate
--------+-------+-----------------+---------------
1       | 1     | 2022-05-10      | 2022-05-10
2       | 1     | 2022-05-10      | 2022-05-09
"""
expect = [2]
*/
