/*
code     = "8875"
severity = "error"
fields   = ["DateOfInitialCPC"]
message  = "Expected an initial conference on a weekday; found a weekend."
remedy   = "Correct the date."
reading  = "A conference stands within an enquiry or directly in the episode; both are looked at."
*/
select
    section_47.section_47,
    null as episode
from census.section_47 as section_47
where extract(isodow from section_47.DateOfInitialCPC) > 5
union all
select
    null as section_47,
    episode.episode
from census.episode as episode
where extract(isodow from episode.DateOfInitialCPC) > 5

/* examples

[[example]]
because = "7 May 2022 was a Saturday; both places of a conference are looked at"
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-05-06
7       | 1     | 2022-05-08
8       | 1     | 2022-05-07
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC
-----------+-------+---------+-----------------
1          | 1     | 1       | 2022-05-06
2          | 1     | 1       | 2022-05-07
"""
expect = [2, 7, 8]
*/
