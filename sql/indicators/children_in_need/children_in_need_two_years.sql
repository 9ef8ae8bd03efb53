/*
ref        = "CN06"
title      = "Children in need for two years or more"
definition = "Of the children that CN01 counts at the end of the period, the share whose present episode of need began two calendar years before it or earlier. By team it is the team of the child's primary worker on that day; of several the one who began last."
why        = "Help that goes on for years without an end may not be helping."
basis      = "Children in need census: duration of open episodes"
unit       = "%"
better     = "lower"
kind       = "snapshot"
audiences  = ["child_neglect"]
questions  = ["When was each of them last looked at afresh?"]
*/
-- spells of need of one child never share a day: on each it has one at most
with child as (
    select
        episode.authority,
        period.period_id,
        period.end_date,
        episode.start_on,
        episode.primary_need,
        coalesce(case_team.team_name, 'Not recorded') as team_name
    from reference.period as period
    join core.cin_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    left join core.case_team as case_team
      on case_team.authority = episode.authority
     and case_team.child_id = episode.child_id
     and case_team.start_on <= period.end_date
     and (case_team.end_on is null or case_team.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
)

select
    child.authority,
    child.period_id,
    child.primary_need,
    child.team_name,
    count(*) filter (where child.start_on <= cast(child.end_date - interval 24 months as date)) as numerator,
    count(*) as denominator
from child
group by grouping sets (
    (child.authority, child.period_id),
    (child.authority, child.period_id, child.primary_need),
    (child.authority, child.period_id, child.team_name)
)

/* examples

[[example]]
because = "two years to the day are two years; a closed episode does not count on"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | primary_need
-----------+----------+------------+------------+-------------
E1         | A        | 2020-06-30 |            | Abuse
E2         | B        | 2020-07-01 |            | Abuse
E3         | C        | 2018-01-01 | 2022-06-30 | Abuse
E4         | D        | 2018-01-01 | 2022-07-01 | Disability
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2020-06-30 | 2022-06-30 | Front
A        | 2022-06-30 |            | North
B        | 2022-06-30 |            | North
D        | 2022-07-01 |            | South
"""
expect    = { numerator = 2, denominator = 3 }
expect_by = { primary_need = { Abuse = [1, 2], Disability = [1, 1] }, team_name = { North = [1, 2], "Not recorded" = [1, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in; an episode that starts on the day is in, a later one was not known"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on | primary_need | adult_on
-----------+----------+------------+--------+--------------+-----------
E1         | A        | 2018-01-01 |        | Abuse        | 2022-06-30
E2         | B        | 2018-01-01 |        | Abuse        | 2022-07-01
E3         | C        | 2022-07-01 |        | Abuse        |
E4         | D        | 2022-06-30 |        | Abuse        |
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "the team that held the case on the day, though another took over after it"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on | primary_need
-----------+----------+------------+--------+-------------
E1         | A        | 2018-01-01 |        | Abuse
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2018-01-01 | 2022-07-01 | North
A        | 2022-07-01 |            | South
"""
expect    = { numerator = 1, denominator = 1 }
expect_by = { team_name = { North = [1, 1] } }
*/
