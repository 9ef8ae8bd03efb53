/*
ref        = "EH05"
title      = "Step-downs referred again within twelve months"
definition = "Of the episodes of need of children under 18 that closed with a step down to early help (RC9) in the same period one year earlier, the share whose child was referred again within twelve calendar months. The cohort is a year old, so that all its twelve months are known. The team is that of the child's last primary worker before the closure."
why        = "Tells whether early help held the families that were handed to it."
basis      = "Local measure; children in need census closure reason RC9"
unit       = "%"
better     = "lower"
kind       = "cohort"
additive   = true
look_back  = 12
audiences  = ["executive", "front_door"]
questions  = ["What did early help do with the families that came back?"]
*/
with closed as (
    select
        episode.authority,
        period.period_id,
        episode.episode_id,
        episode.child_id,
        episode.end_on,
        coalesce(case_team.team_name, 'Not recorded') as team_name
    from reference.period as period
    join core.cin_episode as episode
      on cast(episode.end_on + interval 12 months as date) between period.start_date and period.end_date
    left join core.case_team as case_team
      on case_team.authority = episode.authority
     and case_team.child_id = episode.child_id
     and case_team.start_on < episode.end_on
     and (case_team.end_on is null or case_team.end_on >= episode.end_on)
    where episode.close_reason_code = 'RC9'
      and (episode.adult_on is null or episode.adult_on > episode.end_on)
),

back as (
    select distinct
        closed.authority,
        closed.period_id,
        closed.episode_id
    from closed
    join core.referral as referral
      on referral.authority = closed.authority
     and referral.child_id = closed.child_id
     and referral.referral_on > closed.end_on
     and referral.referral_on <= cast(closed.end_on + interval 12 months as date)
    where referral.is_counted
)

select
    closed.authority,
    closed.period_id,
    closed.team_name,
    count(*) filter (where back.episode_id is not null) as numerator,
    count(*) as denominator
from closed
left join back
  on back.authority = closed.authority
 and back.period_id = closed.period_id
 and back.episode_id = closed.episode_id
group by grouping sets (
    (closed.authority, closed.period_id),
    (closed.authority, closed.period_id, closed.team_name)
)

/* examples

[[example]]
because = "back on the anniversary is within twelve months, a day later is not; only the cohort of a year ago"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | close_reason_code
-----------+----------+------------+------------+------------------
E1         | A        | 2021-01-01 | 2021-05-01 | RC9
E2         | B        | 2021-01-01 | 2021-05-01 | RC9
E3         | C        | 2022-01-01 | 2022-05-01 | RC9
E4         | D        | 2021-01-01 | 2021-05-01 | RC7
E5         | E        | 2021-01-01 | 2021-06-15 | RC9
E6         | F        | 2021-01-01 | 2021-03-31 | RC9
E7         | G        | 2021-01-01 | 2021-03-20 | RC9
"""
given."core.referral" = """
referral_id | child_id | referral_on | is_counted
------------+----------+-------------+-----------
R1          | A        | 2022-05-01  | true
R2          | B        | 2022-05-02  | true
R3          | C        | 2022-05-20  | true
R4          | D        | 2021-06-01  | true
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2021-01-02 | 2021-05-01 | North
A        | 2022-05-02 |            | South
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { team_name = { North = [1, 1], "Not recorded" = [0, 2] } }

[[example]]
because = "18 on the day of closing is out, a day younger is in; what does not count as a referral, or came on the day of closing, is no return"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | close_reason_code | adult_on
-----------+----------+------------+------------+-------------------+-----------
E1         | A        | 2021-01-01 | 2021-05-01 | RC9               | 2021-05-01
E2         | B        | 2021-01-01 | 2021-05-01 | RC9               | 2021-05-02
E3         | C        | 2021-01-01 | 2021-05-01 | RC9               |
"""
given."core.referral" = """
referral_id | child_id | referral_on | is_counted
------------+----------+-------------+-----------
R1          | A        | 2021-06-01  | true
R2          | B        | 2021-06-01  | false
R3          | C        | 2021-05-01  | true
"""
expect  = { numerator = 0, denominator = 2 }

[[example]]
because = "the team that held the case when it closed, not one before it nor one from that day on"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | close_reason_code
-----------+----------+------------+------------+------------------
E1         | A        | 2021-01-01 | 2021-05-01 | RC9
E2         | B        | 2021-01-01 | 2021-05-01 | RC9
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2021-01-01 | 2021-04-01 | Front
A        | 2021-04-01 |            | North
B        | 2021-05-01 |            | South
"""
expect    = { numerator = 0, denominator = 2 }
expect_by = { team_name = { North = [0, 1], "Not recorded" = [0, 1] } }
*/
