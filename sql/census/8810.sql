/*
code     = "8810"
severity = "error"
fields   = ["ReasonForClosure", "CINclosureDate"]
message  = "Expected a closure for every reason; found no date."
remedy   = "Add the date or leave the reason out."
*/
select episode.episode
from census.episode as episode
where episode.CINclosureDate is null
  and episode.ReasonForClosure is not null

/* examples

[[example]]
because = "a reason without a closure"
given."census.episode" = """
episode | child | CINclosureDate | ReasonForClosure
--------+-------+----------------+-----------------
1       | 1     |                | RC7
2       | 1     | 2022-05-10     | RC7
3       | 1     |                |
"""
expect = [1]
*/
