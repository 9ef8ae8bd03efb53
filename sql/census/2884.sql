/*
code     = "2884"
severity = "error"
fields   = ["DateOfInitialCPC"]
message  = "Expected a conference either within its enquiry or directly in the episode; found the same one in both."
remedy   = "Leave it where it belongs."
reading  = "Recorded twice means with one and the same date within one episode."
*/
select section_47.section_47
from census.section_47 as section_47
join census.episode as episode
  on episode.episode = section_47.episode
where section_47.DateOfInitialCPC = episode.DateOfInitialCPC

/* examples

[[example]]
because = "another day is another conference"
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-05-10
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC
-----------+-------+---------+-----------------
1          | 1     | 1       | 2022-05-10
2          | 1     | 1       | 2022-06-10
3          | 1     | 1       |
"""
expect = [1]
*/
