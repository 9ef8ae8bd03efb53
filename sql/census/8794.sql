/*
code     = "8794"
severity = "error"
fields   = ["Disability"]
message  = "Expected each disability once for a child; found it again."
remedy   = "Leave it out once."
*/
select disabilities.disabilities
from census.disabilities as disabilities
where exists (
    select other.disabilities
    from census.disabilities as other
    where other.child = disabilities.child
      and other.Disability = disabilities.Disability
      and other.disabilities < disabilities.disabilities
)

/* examples

[[example]]
because = "the second one is told"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | LD
2            | 1     | LD
3            | 1     | MOB
4            | 2     | LD
"""
expect = [2]
*/
