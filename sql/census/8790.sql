/*
code     = "8790"
severity = "error"
fields   = ["Disability"]
message  = "Expected NONE alone; found it beside a disability."
remedy   = "Leave out the one that is wrong."
*/
select disabilities.disabilities
from census.disabilities as disabilities
where disabilities.Disability = 'NONE'
  and exists (
    select other.disabilities
    from census.disabilities as other
    where other.child = disabilities.child
      and other.Disability <> 'NONE'
)

/* examples

[[example]]
because = "NONE alone is right"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | NONE
2            | 1     | LD
3            | 2     | NONE
4            | 3     | LD
"""
expect = [1]
*/
