/*
code     = "8775Q"
severity = "query"
fields   = ["PersonBirthDate", "CINclosureDate"]
message  = "Expected a person of at most 25 years; found an older one."
remedy   = "Close the case, or say why it is open."
reading  = "Over 25 is any day after the 25th birthday, on the day of closing or else at the end of the census year."
*/
select episode.episode
from census.episode as episode
join census.child as child
  on child.child = episode.child
cross join census.period as period
where child.PersonBirthDate + interval 25 years < coalesce(episode.CINclosureDate, period.end_date)

/* examples

[[example]]
because = "the 25th birthday itself is not over 25; a case closed before it is not told"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.child" = """
child | PersonBirthDate
------+----------------
1     | 1998-03-31
2     | 1998-03-30
3     | 1998-03-30
"""
given."census.episode" = """
episode | child | CINclosureDate
--------+-------+---------------
1       | 1     |
2       | 2     |
3       | 3     | 2023-03-30
"""
expect = [2]
*/
