/*
code     = "8600"
severity = "error"
fields   = ["CINreferralDate"]
message  = "Expected a referral by the end of the census year; found no date or a later one."
remedy   = "Correct the date."
*/
select episode.episode
from census.episode as episode
cross join census.period as period
where episode.CINreferralDate is null
   or episode.CINreferralDate > period.end_date

/* examples

[[example]]
because = "the last day is in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | CINreferralDate
--------+-------+----------------
1       | 1     | 2023-03-31
2       | 1     | 2023-04-01
3       | 1     |
"""
expect = [2, 3]
*/
