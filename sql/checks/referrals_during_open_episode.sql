/*
code       = "K22"
title      = "Referral during an open episode"
severity   = "query"
message    = "The child was already in need when this referral was recorded. It is kept as activity and not counted as a referral; its episode is joined to the one that was open."
why        = "A child in need cannot come to need help again; the referral rate would be too high."
remedy     = "Record news of an open case on the case; or close the earlier episode on the day on which it ended."
indicators = ["RF01", "RF02", "RF03", "RF03C", "RF05", "RF07", "RF08", "RF09", "HE01"]
*/
select
    referral.authority,
    referral.referral_id,
    referral.child_id,
    referral.referral_on,
    episode.episode_id
from core.referral as referral
join core.cin_episode as episode
  on episode.authority = referral.authority
 and episode.child_id = referral.child_id
 and episode.start_on < referral.referral_on
 and (episode.end_on is null or episode.end_on > referral.referral_on)

/* examples

[[example]]
because = "within an episode is asked about; on its first or its last day is not"
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on
-----------+----------+------------+-----------
R1         | A        | 2022-04-01 | 2022-06-01
R5         | B        | 2022-04-01 |
"""
given."core.referral" = """
referral_id | child_id | referral_on
------------+----------+------------
R1          | A        | 2022-04-01
R2          | A        | 2022-04-02
R3          | A        | 2022-05-31
R4          | A        | 2022-06-01
R5          | B        | 2022-04-01
R6          | B        | 2023-04-01
"""
expect = """
referral_id
-----------
R2
R3
R6
"""
*/
