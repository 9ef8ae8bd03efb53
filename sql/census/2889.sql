/*
code     = "2889"
severity = "error"
fields   = ["S47ActualStartDate", "CINreferralDate"]
message  = "Expected a section 47 enquiry to start on or after the day of the referral; found an earlier day."
remedy   = "Correct the date."
*/
select section_47.section_47
from census.section_47 as section_47
join census.episode as episode
  on episode.episode = section_47.episode
where section_47.S47ActualStartDate < episode.CINreferralDate

/* examples

[[example]]
because = "the day of the referral itself is right"
given."census.episode" = """
episode | child | CINreferralDate
--------+-------+----------------
1       | 1     | 2022-05-10
"""
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate
-----------+-------+---------+-------------------
1          | 1     | 1       | 2022-05-10
2          | 1     | 1       | 2022-05-09
"""
expect = [2]
*/
