/*
code     = "4015"
severity = "error"
fields   = ["CINPlanStartDate", "CINreferralDate"]
message  = "Expected a child in need plan to start on or after the day of the referral; found an earlier day."
remedy   = "Correct the date."
*/
select cin_plan.cin_plan
from census.cin_plan as cin_plan
join census.episode as episode
  on episode.episode = cin_plan.episode
where cin_plan.CINPlanStartDate < episode.CINreferralDate

/* examples

[[example]]
because = "the day of the referral itself is right"
given."census.episode" = """
episode | child | CINreferralDate
--------+-------+----------------
1       | 1     | 2022-05-10
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate
---------+-------+---------+-----------------
1        | 1     | 1       | 2022-05-10
2        | 1     | 1       | 2022-05-09
"""
expect = [2]
*/
