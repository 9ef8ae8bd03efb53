/*
code     = "100"
severity = "error"
fields   = ["ReferenceDate"]
message  = "Expected the reference date to be 31 March of the collection year; found another day or none."
remedy   = "Correct the header."
*/
select header.header
from census.header as header
where header.ReferenceDate is distinct from cast(concat(header.Year, '-03-31') as date)

/* examples

[[example]]
because = "only 31 March of the year itself"
given."census.header" = """
header | Year | ReferenceDate
-------+------+--------------
0      | 2023 | 2023-03-31
1      | 2023 | 2023-03-30
2      | 2023 |
3      | 2022 | 2023-03-31
"""
expect = [1, 2, 3]
*/
