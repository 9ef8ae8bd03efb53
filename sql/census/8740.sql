/*
code     = "8740"
severity = "error"
fields   = ["S47ActualStartDate", "DateOfInitialCPC", "ICPCnotRequired"]
message  = "Expected an enquiry without a conference to have started within the census year; found another day."
remedy   = "Correct the date."
*/
select section_47.section_47
from census.section_47 as section_47
cross join census.period as period
where section_47.DateOfInitialCPC is null
  and section_47.ICPCnotRequired is distinct from true
  and section_47.S47ActualStartDate not between period.start_date and period.end_date

/* examples

[[example]]
because = "not where no conference is required"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate | DateOfInitialCPC | ICPCnotRequired
-----------+-------+---------+--------------------+------------------+----------------
1          | 1     | 1       | 2022-04-01         |                  | false
2          | 1     | 1       | 2022-03-31         |                  | false
3          | 1     | 1       | 2022-03-31         |                  | true
4          | 1     | 1       | 2022-03-31         | 2022-04-10       | false
5          | 1     | 1       | 2023-03-31         |                  | false
6          | 1     | 1       | 2023-04-01         |                  | false
"""
expect = [2, 6]
*/
