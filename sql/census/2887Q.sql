/*
code     = "2887Q"
severity = "query"
fields   = ["Disability"]
message  = "Expected at least 8 different disability codes in a return; found fewer."
remedy   = "Check that disabilities are recorded, or say why so few are."
*/
with used as (
    select count(distinct disability.Disability) as codes
    from census.disabilities as disability
)

select null as disabilities
from used
where used.codes < 8

/* examples

[[example]]
because = "seven codes are too few"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | NONE
2            | 1     | MOB
3            | 1     | HAND
4            | 1     | PC
5            | 1     | INC
6            | 1     | COMM
7            | 1     | LD
"""
expect = ["whole"]

[[example]]
because = "eight are enough"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | NONE
2            | 1     | MOB
3            | 1     | HAND
4            | 1     | PC
5            | 1     | INC
6            | 1     | COMM
7            | 1     | LD
8            | 1     | HEAR
"""
expect = []

[[example]]
because = "a code used twice is one"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | NONE
2            | 1     | MOB
3            | 1     | HAND
4            | 1     | PC
5            | 1     | INC
6            | 1     | COMM
7            | 1     | LD
8            | 2     | LD
"""
expect = ["whole"]
*/
