/*
code     = "8820"
severity = "error"
fields   = ["CINreferralDate", "CINclosureDate"]
message  = "Expected episodes of a child one after another; found two that overlap."
remedy   = "Correct the date."
reading  = "Referrals with no further action open no episode and are left out."
*/
select episode.episode
from census.episode as episode
where episode.ReferralNFA is distinct from true
  and exists (
    select other.episode
    from census.episode as other
    cross join census.period as period
    where other.child = episode.child
      and other.episode <> episode.episode
      and other.ReferralNFA is distinct from true
      and episode.CINreferralDate >= other.CINreferralDate
      and episode.CINreferralDate < coalesce(other.CINclosureDate, period.end_date)
)

/* examples

[[example]]
because = "one may start on the day the last one ends; the one that starts within another is told"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | CINreferralDate | CINclosureDate | ReferralNFA
--------+-------+-----------------+----------------+------------
1       | 1     | 2022-05-01      | 2022-06-01     | false
2       | 1     | 2022-06-01      | 2022-07-01     | false
3       | 1     | 2022-06-30      |                | false
4       | 1     | 2022-05-05      |                | true
5       | 2     | 2022-05-15      |                | false
"""
expect = [3]

[[example]]
because = "one that is still open goes on; of two that start on one day each starts within the other"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | CINreferralDate | CINclosureDate
--------+-------+-----------------+---------------
1       | 1     | 2022-05-01      |
2       | 1     | 2022-08-01      | 2022-08-02
3       | 2     | 2022-05-01      | 2022-06-01
4       | 2     | 2022-05-01      | 2022-05-02
"""
expect = [2, 3, 4]
*/
