/*
code     = "1105"
severity = "error"
fields   = ["CPPstartDate", "CINreferralDate"]
message  = "Expected a child protection plan to start on or after the day of the referral; found an earlier day."
remedy   = "Correct the date."
*/
select cp_plan.cp_plan
from census.cp_plan as cp_plan
join census.episode as episode
  on episode.episode = cp_plan.episode
where cp_plan.CPPstartDate < episode.CINreferralDate

/* examples

[[example]]
because = "the day of the referral itself is right"
given."census.episode" = """
episode | child | CINreferralDate
--------+-------+----------------
1       | 1     | 2022-05-10
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-05-10
2       | 1     | 1       | 2022-05-09
"""
expect = [2]
*/
