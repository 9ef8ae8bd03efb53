/*
code     = "1104"
severity = "error"
fields   = ["CINreferralDate", "DateOfInitialCPC"]
message  = "Expected an initial conference on or after the day of the referral; found an earlier day."
remedy   = "Correct the date."
reading  = "A conference stands within an enquiry or directly in the episode; both are looked at."
*/
select
    section_47.section_47,
    null as episode
from census.section_47 as section_47
join census.episode as episode
  on episode.episode = section_47.episode
where section_47.DateOfInitialCPC < episode.CINreferralDate
union all
select
    null as section_47,
    episode.episode
from census.episode as episode
where episode.DateOfInitialCPC < episode.CINreferralDate

/* examples

[[example]]
because = "both places of a conference are looked at"
given."census.episode" = """
episode | child | CINreferralDate | DateOfInitialCPC
--------+-------+-----------------+-----------------
1       | 1     | 2022-05-10      |
7       | 1     | 2022-05-10      | 2022-05-09
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC
-----------+-------+---------+-----------------
1          | 1     | 1       | 2022-05-10
2          | 1     | 1       | 2022-05-09
"""
expect = [2, 7]
*/
