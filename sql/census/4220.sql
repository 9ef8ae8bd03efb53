/*
code     = "4220"
severity = "error"
fields   = ["Ethnicity"]
message  = "Expected a known code of ethnicity; found none or another."
remedy   = "Correct the code."
*/
select child.child
from census.child as child
where child.Ethnicity is null
   or child.Ethnicity not in (
    'WBRI', 'WIRI', 'WIRT', 'WOTH', 'WROM', 'MWBC', 'MWBA', 'MWAS',
    'MOTH', 'AIND', 'APKN', 'ABAN', 'AOTH', 'BCRB', 'BAFR', 'BOTH',
    'CHNE', 'OOTH', 'REFU', 'NOBT'
)

/* examples

[[example]]
because = "a code that is not in the list"
given."census.child" = """
child | Ethnicity
------+----------
1     | WBRI
2     | NOBT
3     | XXXX
4     |
"""
expect = [3, 4]
*/
