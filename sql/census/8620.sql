/*
code     = "8620"
severity = "error"
fields   = ["CINclosureDate"]
message  = "Expected a closure within the census year; found another day."
remedy   = "Correct the date."
*/
select episode.episode
from census.episode as episode
cross join census.period as period
where episode.CINclosureDate not between period.start_date and period.end_date

/* examples

[[example]]
because = "first and last day are in the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | CINclosureDate
--------+-------+---------------
1       | 1     | 2022-04-01
2       | 1     | 2022-03-31
3       | 1     | 2023-04-01
4       | 1     |
"""
expect = [2, 3]
*/
