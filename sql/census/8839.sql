/*
code     = "8839"
severity = "error"
fields   = ["DateOfInitialCPC"]
message  = "Expected at most one open enquiry in an episode; found more."
remedy   = "Complete those that are over."
*/
select section_47.section_47
from census.section_47 as section_47
where section_47.DateOfInitialCPC is null
  and section_47.ICPCnotRequired is distinct from true
  and exists (
    select other.section_47
    from census.section_47 as other
    where other.episode = section_47.episode
      and other.section_47 <> section_47.section_47
      and other.DateOfInitialCPC is null
      and other.ICPCnotRequired is distinct from true
)

/* examples

[[example]]
because = "open is without a conference and with none ruled out"
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC | ICPCnotRequired
-----------+-------+---------+------------------+----------------
1          | 1     | 1       |                  | false
2          | 1     | 1       |                  | false
3          | 1     | 1       |                  | true
4          | 1     | 2       |                  | false
5          | 1     | 2       | 2022-05-01       | false
6          | 1     | 3       |                  | false
7          | 1     | 3       |                  | true
"""
expect = [1, 2]
*/
