/*
code     = "8615"
severity = "error"
fields   = ["S47ActualStartDate", "DateOfInitialCPC"]
message  = "Expected an enquiry with a start, by the day of its conference; found none or a later one."
remedy   = "Correct the date."
*/
select section_47.section_47
from census.section_47 as section_47
where section_47.S47ActualStartDate is null
   or section_47.S47ActualStartDate > section_47.DateOfInitialCPC

/* examples

[[example]]
because = "the same day is possible"
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate | DateOfInitialCPC
-----------+-------+---------+--------------------+-----------------
1          | 1     | 1       | 2022-05-10         | 2022-05-10
2          | 1     | 1       | 2022-05-11         | 2022-05-10
3          | 1     | 1       |                    |
4          | 1     | 1       | 2022-05-11         |
"""
expect = [2, 3]
*/
