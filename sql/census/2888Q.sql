/*
code     = "2888Q"
severity = "query"
fields   = ["Disability"]
message  = "Expected some children with more than one disability; found one code for each child at most."
remedy   = "Record every disability, or say why there is one each."
*/
with each_child as (
    select
        disability.child,
        count(*) as codes
    from census.disabilities as disability
    group by disability.child
),

most as (
    select max(each_child.codes) as codes
    from each_child
)

select null as disabilities
from most
where most.codes = 1

/* examples

[[example]]
because = "one each"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | LD
2            | 2     | MOB
"""
expect = ["whole"]

[[example]]
because = "one child with two is enough"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | LD
2            | 1     | MOB
3            | 2     | LD
"""
expect = []
*/
