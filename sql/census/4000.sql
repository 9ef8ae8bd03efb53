/*
code     = "4000"
severity = "error"
fields   = ["ReferralNFA"]
message  = "Expected no child in need plan after a referral with no further action; found one."
remedy   = "Correct the referral or the plan."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
join census.episode as episode
  on episode.episode = cin_plan.episode
where episode.ReferralNFA

/* examples

[[example]]
because = "only where no further action was recorded"
given."census.episode" = """
episode | child | ReferralNFA
--------+-------+------------
1       | 1     | true
2       | 1     | false
3       | 1     |
"""
given."census.cin_plan" = """
cin_plan | child | episode
---------+-------+--------
1        | 1     | 1
2        | 1     | 2
3        | 1     | 3
"""
expect = [1]
*/
