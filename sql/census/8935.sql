/*
code     = "8935"
severity = "error"
fields   = ["CPPendDate"]
message  = "Expected at most one open child protection plan; found more."
remedy   = "End those that are over."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
where cp_plan.CPPendDate is null
  and exists (
    select other.cp_plan
    from census.cp_plan as other
    where other.child = cp_plan.child
      and other.cp_plan <> cp_plan.cp_plan
      and other.CPPendDate is null
)

/* examples

[[example]]
because = "both open ones are told"
given."census.cp_plan" = """
cp_plan | child | episode | CPPendDate
--------+-------+---------+-----------
1       | 1     | 1       |
2       | 1     | 2       |
3       | 1     | 2       | 2022-05-01
4       | 2     | 3       |
5       | 2     | 3       | 2022-05-01
"""
expect = [1, 2]
*/
