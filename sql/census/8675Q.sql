/*
code     = "8675Q"
severity = "query"
fields   = ["DateOfInitialCPC", "S47ActualStartDate", "ICPCnotRequired"]
message  = "Expected a conference after an enquiry begun more than 15 working days before the end of the census year; found none."
remedy   = "Add the conference, or say why there is none."
*/
select section_47.section_47
from census.section_47 as section_47
cross join census.period as period
join reference.calendar as last_day
  on last_day.day = period.end_date
left join reference.calendar as began
  on began.day = section_47.S47ActualStartDate
where section_47.DateOfInitialCPC is null
  and section_47.ICPCnotRequired is distinct from true
  and section_47.S47ActualStartDate <= period.end_date
  and (began.day is null or last_day.working_day_number - began.working_day_number > 15)

/* examples

[[example]]
because = "15 working days before Friday 31 March 2023 is Friday 10 March"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate | DateOfInitialCPC | ICPCnotRequired
-----------+-------+---------+--------------------+------------------+----------------
1          | 1     | 1       | 2023-03-10         |                  | false
2          | 1     | 1       | 2023-03-09         |                  | false
3          | 1     | 1       | 2023-03-09         |                  | true
4          | 1     | 1       | 2023-03-09         | 2023-03-30       | false
5          | 1     | 1       | 1990-05-01         |                  | false
6          | 1     | 1       | 2090-05-01         |                  | false
"""
expect = [2, 5]
*/
