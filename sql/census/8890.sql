/*
code     = "8890"
severity = "error"
fields   = ["S47ActualStartDate"]
message  = "Expected no enquiry to start while another is going on; found one."
remedy   = "Correct the date."
reading  = "An enquiry goes on until its conference; where none is required it is taken to be over."
*/
select section_47.section_47
from census.section_47 as section_47
where exists (
    select other.section_47
    from census.section_47 as other
    cross join census.period as period
    where other.episode = section_47.episode
      and other.section_47 <> section_47.section_47
      and other.ICPCnotRequired is distinct from true
      and section_47.S47ActualStartDate >= other.S47ActualStartDate
      and section_47.S47ActualStartDate < coalesce(other.DateOfInitialCPC, period.end_date)
)

/* examples

[[example]]
because = "an enquiry goes on until its conference; one that needs none is over"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate | DateOfInitialCPC | ICPCnotRequired
-----------+-------+---------+--------------------+------------------+----------------
1          | 1     | 1       | 2022-05-01         | 2022-05-20       | false
2          | 1     | 1       | 2022-05-20         |                  | true
3          | 1     | 1       | 2022-05-10         |                  | true
4          | 1     | 2       | 2022-05-10         |                  | false
"""
expect = [3]

[[example]]
because = "one that is still open goes on; of two that start on one day each starts within the other"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate | DateOfInitialCPC
-----------+-------+---------+--------------------+-----------------
1          | 1     | 1       | 2022-05-01         |
2          | 1     | 1       | 2022-08-01         | 2022-08-02
3          | 2     | 2       | 2022-05-01         | 2022-06-01
4          | 2     | 2       | 2022-05-01         | 2022-05-02
"""
expect = [2, 3, 4]
*/
