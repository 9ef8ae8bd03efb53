/*
code     = "8715"
severity = "error"
fields   = ["DateOfInitialCPC", "ReferenceDate"]
message  = "Expected an initial conference within the census year; found another day."
remedy   = "Correct the date."
reading  = "A conference stands within an enquiry or directly in the episode; both are looked at."
*/
select
    section_47.section_47,
    null as episode
from census.section_47 as section_47
cross join census.period as period
where section_47.DateOfInitialCPC not between period.start_date and period.end_date
union all
select
    null as section_47,
    episode.episode
from census.episode as episode
cross join census.period as period
where episode.DateOfInitialCPC not between period.start_date and period.end_date

/* examples

[[example]]
because = "both places of a conference are looked at"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-04-01
7       | 1     | 2023-04-01
8       | 1     | 2023-03-31
9       | 1     | 2022-03-31
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC
-----------+-------+---------+-----------------
1          | 1     | 1       | 2023-03-31
2          | 1     | 1       | 2022-03-31
3          | 1     | 1       |
4          | 1     | 1       | 2022-04-01
5          | 1     | 1       | 2023-04-01
"""
expect = [2, 5, 7, 9]
*/
