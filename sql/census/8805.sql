/*
code     = "8805"
severity = "error"
fields   = ["CINclosureDate", "ReasonForClosure"]
message  = "Expected a reason for every closure; found none."
remedy   = "Add the reason."
*/
select episode.episode
from census.episode as episode
where episode.CINclosureDate is not null
  and episode.ReasonForClosure is null

/* examples

[[example]]
because = "closed without a reason"
given."census.episode" = """
episode | child | CINclosureDate | ReasonForClosure
--------+-------+----------------+-----------------
1       | 1     | 2022-05-10     |
2       | 1     | 2022-05-10     | RC7
3       | 1     |                |
"""
expect = [1]
*/
