/*
code     = "8868"
severity = "error"
fields   = ["ICPCnotRequired", "CINclosureDate", "DateOfInitialCPC"]
message  = "Expected every enquiry of a closed episode to have its conference, or none required; found one without."
remedy   = "Complete it, or open the case again."
*/
select episode.episode
from census.episode as episode
where episode.CINclosureDate is not null
  and exists (
        select section_47.section_47
        from census.section_47 as section_47
        where section_47.episode = episode.episode
          and section_47.DateOfInitialCPC is null
          and section_47.ICPCnotRequired is distinct from true
    )

/* examples

[[example]]
because = "an open enquiry of a closed case"
given."census.episode" = """
episode | child | CINclosureDate
--------+-------+---------------
1       | 1     | 2022-05-10
2       | 1     | 2022-05-10
3       | 1     | 2022-05-10
4       | 1     |
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC | ICPCnotRequired
-----------+-------+---------+------------------+----------------
1          | 1     | 1       |                  | false
2          | 1     | 2       |                  | true
3          | 1     | 3       | 2022-05-01       | false
4          | 1     | 4       |                  | false
"""
expect = [1]
*/
