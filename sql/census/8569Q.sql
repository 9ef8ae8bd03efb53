/*
code     = "8569Q"
severity = "query"
fields   = ["ReferralNFA"]
message  = "Expected no referral of before the census year with no further action; found one."
remedy   = "Leave it out, or say why it is there."
*/
select episode.episode
from census.episode as episode
cross join census.period as period
join reference.calendar as first_day
  on first_day.day = period.start_date
left join reference.calendar as referred
  on referred.day = episode.CINreferralDate
where episode.ReferralNFA
  and episode.CINreferralDate < period.start_date
  and (
    referred.day is null
    or first_day.working_day_number - referred.working_day_number > 1
)

/* examples

[[example]]
because = "one working day before Friday 1 April 2022 is Thursday 31 March"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | CINreferralDate | ReferralNFA
--------+-------+-----------------+------------
1       | 1     | 2022-03-31      | true
2       | 1     | 2022-03-30      | true
3       | 1     | 2022-03-30      | false
4       | 1     | 2022-05-01      | true
5       | 1     | 1990-05-01      | true
6       | 1     | 2022-04-01      | true
"""
expect = [2, 5]
*/
