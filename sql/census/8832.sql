/*
code     = "8832"
severity = "error"
fields   = ["ReferralNFA"]
message  = "Expected no child protection plan after a referral with no further action; found one."
remedy   = "Correct the referral or the plan."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
join census.episode as episode
  on episode.episode = cp_plan.episode
where episode.ReferralNFA

/* examples

[[example]]
because = "only where no further action was recorded"
given."census.episode" = """
episode | child | ReferralNFA
--------+-------+------------
1       | 1     | true
2       | 1     | false
"""
given."census.cp_plan" = """
cp_plan | child | episode
--------+-------+--------
1       | 1     | 1
2       | 1     | 2
"""
expect = [1]
*/
