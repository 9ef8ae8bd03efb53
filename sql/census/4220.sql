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

[[example]]
because = "every code of the list"
given."census.child" = """
child | Ethnicity
------+----------
1     | WBRI
2     | WIRI
3     | WIRT
4     | WOTH
5     | WROM
6     | MWBC
7     | MWBA
8     | MWAS
9     | MOTH
10    | AIND
11    | APKN
12    | ABAN
13    | AOTH
14    | BCRB
15    | BAFR
16    | BOTH
17    | CHNE
18    | OOTH
19    | REFU
20    | NOBT
"""
expect = []
*/
