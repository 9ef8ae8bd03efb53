/*
code     = "8870Q"
severity = "query"
fields   = ["InitialCPCtarget"]
message  = "Expected the target day of a conference on a weekday; found a weekend."
remedy   = "Correct it, or say why it is right."
*/
select section_47.section_47
from census.section_47 as section_47
where extract(isodow from section_47.InitialCPCtarget) > 5

/* examples

[[example]]
because = "7 May 2022 was a Saturday"
given."census.section_47" = """
section_47 | child | episode | InitialCPCtarget
-----------+-------+---------+-----------------
1          | 1     | 1       | 2022-05-06
2          | 1     | 1       | 2022-05-07
3          | 1     | 1       | 2022-05-08
4          | 1     | 1       |
"""
expect = [2, 3]
*/
