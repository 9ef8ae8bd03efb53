/*
code       = "K12"
title      = "Missing report of someone aged 18 or over"
severity   = "note"
message    = "The person was 18 or over on the day of the report, so the episode is out of every measure of children missing."
why        = "Measures of children leave adults out."
remedy     = "Nothing, unless the date of birth is wrong."
indicators = ["MH01", "MH02", "MH04"]
*/
select
    episode.authority,
    episode.episode_id,
    episode.reported_on
from core.missing_episode as episode
where episode.adult_on <= episode.reported_on

/* examples

[[example]]
because = "18 on the day is out; a day younger, or of unknown age, is in"
given."core.missing_episode" = """
episode_id | reported_on | adult_on
-----------+-------------+-----------
E1         | 2022-05-01  | 2022-05-01
E2         | 2022-05-01  | 2022-05-02
E3         | 2022-05-01  |
"""
expect_rows = 1
*/
