/*
ref        = "EH03"
title      = "Step-downs that early help took up"
definition = "Of the episodes of need of children under 18 closed in the period with a step down to early help (RC9), the share with an early help episode of the same child that began within ten working days of the closure (the setting step_down_working_days), or was open on that day. Episodes that begin after the period count once they are known, so closures of its last days are provisional. Children whom the early help system does not know by a shared key are not taken up. The team is that of the child's last primary worker before the closure."
why        = "A family handed over to nobody may be back before long."
basis      = "Local measure; children in need census closure reason RC9"
unit       = "%"
better     = "higher"
kind       = "cohort"
additive   = true
audiences  = ["executive", "front_door"]
beside     = ["EH05"]
questions  = ["What became of the families that nobody took up?"]
*/
with closed as (
    select
        episode.authority,
        period.period_id,
        episode.episode_id,
        episode.child_id,
        episode.end_on,
        coalesce(case_team.team_name, 'Not recorded') as team_name,
        calendar.working_day_number
    from reference.period as period
    join core.cin_episode as episode
      on episode.end_on between period.start_date and period.end_date
    join reference.calendar as calendar
      on calendar.day = episode.end_on
    left join core.case_team as case_team
      on case_team.authority = episode.authority
     and case_team.child_id = episode.child_id
     and case_team.start_on < episode.end_on
     and (case_team.end_on is null or case_team.end_on >= episode.end_on)
    where episode.close_reason_code = 'RC9'
      and (episode.adult_on is null or episode.adult_on > episode.end_on)
),

taken as (
    select distinct
        closed.authority,
        closed.period_id,
        closed.episode_id
    from closed
    join core.early_help_episode as help
      on help.authority = closed.authority
     and help.child_id = closed.child_id
     and (help.end_on is null or help.end_on > closed.end_on)
    join reference.calendar as began
      on began.day = help.start_on
    left join reference.setting as setting
      on setting.authority = closed.authority
     and setting.name = 'step_down_working_days'
    where began.working_day_number - closed.working_day_number <= coalesce(cast(setting.value as integer), 10)
)

select
    closed.authority,
    closed.period_id,
    closed.team_name,
    count(*) filter (where taken.episode_id is not null) as numerator,
    count(*) as denominator
from closed
left join taken
  on taken.authority = closed.authority
 and taken.period_id = closed.period_id
 and taken.episode_id = closed.episode_id
group by grouping sets (
    (closed.authority, closed.period_id),
    (closed.authority, closed.period_id, closed.team_name)
)

/* examples

[[example]]
because = "ten working days after 1 June 2022, with two bank holidays between, is 17 June: in; the next working day is not; open already is in; ended before is not; the team that held the case last, not the one before nor the next"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | close_reason_code
-----------+----------+------------+------------+------------------
E1         | A        | 2022-01-01 | 2022-06-01 | RC9
E2         | B        | 2022-01-01 | 2022-06-01 | RC9
E3         | C        | 2022-01-01 | 2022-06-01 | RC9
E4         | D        | 2022-01-01 | 2022-06-01 | RC9
E5         | E        | 2022-01-01 | 2022-06-01 | RC8
"""
given."core.early_help_episode" = """
episode_key | child_id | start_on   | end_on
------------+----------+------------+-----------
K1          | A        | 2022-06-17 |
K2          | B        | 2022-06-20 |
K3          | C        | 2022-03-01 |
K4          | D        | 2022-03-01 | 2022-05-01
K5          | E        | 2022-06-02 |
"""
given."core.case_team" = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2022-01-02 | 2022-05-01 | South
A        | 2022-05-01 | 2022-06-01 | North
B        | 2022-01-02 | 2022-06-01 | North
C        | 2022-01-02 | 2022-06-01 | South
C        | 2022-06-01 |            | North
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { team_name = { North = [1, 2], South = [1, 1], "Not recorded" = [0, 1] } }

[[example]]
because = "where the partnership gives nine working days, the tenth is late"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | close_reason_code
-----------+----------+------------+------------+------------------
E1         | A        | 2022-01-01 | 2022-06-01 | RC9
E2         | B        | 2022-01-01 | 2022-06-01 | RC9
"""
given."core.early_help_episode" = """
episode_key | child_id | start_on   | end_on
------------+----------+------------+-------
K1          | A        | 2022-06-16 |
K2          | B        | 2022-06-17 |
"""
given."reference.setting" = """
name                   | value
-----------------------+------
step_down_working_days | 9
another                | 30
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "18 on the day of closing is out, a day younger is in; help that ends with the episode does not take it up, help that goes on for a day does"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | close_reason_code | adult_on
-----------+----------+------------+------------+-------------------+-----------
E1         | A        | 2022-01-01 | 2022-06-01 | RC9               | 2022-06-01
E2         | B        | 2022-01-01 | 2022-06-01 | RC9               | 2022-06-02
E3         | C        | 2022-01-01 | 2022-06-01 | RC9               |
E4         | D        | 2022-01-01 | 2022-06-01 | RC9               |
"""
given."core.early_help_episode" = """
episode_key | child_id | start_on   | end_on
------------+----------+------------+-----------
K1          | A        | 2022-06-02 |
K2          | B        | 2022-06-02 |
K3          | C        | 2022-05-01 | 2022-06-02
K4          | D        | 2022-05-01 | 2022-06-01
"""
expect  = { numerator = 2, denominator = 3 }

[[example]]
because = "a team that still holds the case held it when the episode closed"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | close_reason_code
-----------+----------+------------+------------+------------------
E1         | A        | 2022-01-01 | 2022-06-01 | RC9
"""
given."core.case_team" = """
child_id | start_on   | end_on | team_name
---------+------------+--------+----------
A        | 2022-01-01 |        | North
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { team_name = { North = [0, 1] } }
*/
