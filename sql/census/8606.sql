/*
code     = "8606"
severity = "error"
fields   = ["CINreferralDate", "PersonBirthDate", "ExpectedPersonBirthDate"]
message  = "Expected a referral at most 40 weeks before the birth or the expected birth; found an earlier one."
remedy   = "Correct the date."
*/
select episode.episode
from census.episode as episode
join census.child as child
  on child.child = episode.child
where episode.CINreferralDate < coalesce(child.PersonBirthDate, child.ExpectedPersonBirthDate) - interval 280 days

/* examples

[[example]]
because = "280 days are 40 weeks"
given."census.child" = """
child | PersonBirthDate | ExpectedPersonBirthDate
------+-----------------+------------------------
1     | 2022-10-08      |
2     |                 | 2022-10-08
"""
given."census.episode" = """
episode | child | CINreferralDate
--------+-------+----------------
1       | 1     | 2022-01-01
2       | 1     | 2021-12-31
3       | 2     | 2022-01-01
4       | 2     | 2021-12-31
"""
expect = [2, 4]
*/
