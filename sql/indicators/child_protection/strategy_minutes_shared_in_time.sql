/*
ref        = "SP03"
title      = "Strategy discussion minutes shared in time"
definition = "Of the strategy discussions about children under 18 held in the period, the share whose minutes were sent within the local standard of working days (the setting minutes_working_days) after the discussion, which is day 0. Minutes not sent are late once their day has passed by the end of the period; before that the discussion is left out. Minutes dated before their discussion are not in time. By agency they are the discussions that social care, the police or health took part in, so one discussion is under each of them and the agencies overlap."
why        = "Agencies can only do what was agreed when they have it in writing."
basis      = "Local standard"
unit       = "%"
better     = "higher"
kind       = "flow"
audiences  = ["child_exploitation"]
questions  = ["Who waits for the late ones?"]
*/
with standard as (
    select
        setting.authority,
        cast(setting.value as integer) as working_days
    from reference.setting as setting
    where setting.name = 'minutes_working_days'
),

due as (
    select
        discussion.authority,
        period.period_id,
        discussion.is_social_care_present,
        discussion.is_police_present,
        discussion.is_health_present,
        coalesce(
            discussion.minutes_sent_on >= discussion.discussion_on
            and sent.working_day_number - held.working_day_number <= coalesce(standard.working_days, 5),
            false
        ) as is_in_time
    from reference.period as period
    join core.strategy_discussion as discussion
      on discussion.discussion_on between period.start_date and period.end_date
    left join standard
      on standard.authority = discussion.authority
    left join reference.calendar as held
      on held.day = discussion.discussion_on
    left join reference.calendar as sent
      on sent.day = discussion.minutes_sent_on
    left join reference.calendar as last_day
      on last_day.day = period.end_date
    where (
            discussion.minutes_sent_on is not null
            or last_day.working_day_number - held.working_day_number > coalesce(standard.working_days, 5)
        )
      and (discussion.adult_on is null or discussion.adult_on > discussion.discussion_on)
)

select
    due.authority,
    due.period_id,
    cast(null as varchar) as agency,
    count(*) filter (where due.is_in_time) as numerator,
    count(*) as denominator
from due
group by due.authority, due.period_id
union all
select
    due.authority,
    due.period_id,
    'Children''s social care' as agency,
    count(*) filter (where due.is_in_time) as numerator,
    count(*) as denominator
from due
where due.is_social_care_present
group by due.authority, due.period_id
union all
select
    due.authority,
    due.period_id,
    'Police' as agency,
    count(*) filter (where due.is_in_time) as numerator,
    count(*) as denominator
from due
where due.is_police_present
group by due.authority, due.period_id
union all
select
    due.authority,
    due.period_id,
    'Health' as agency,
    count(*) filter (where due.is_in_time) as numerator,
    count(*) as denominator
from due
where due.is_health_present
group by due.authority, due.period_id

/* examples

[[example]]
because = "with a standard of one working day: Friday to Monday is in time, Tuesday is not; one not sent is late once due"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
authority | name                 | value
----------+----------------------+------
370       | minutes_working_days | 1
370       | reports_due          | 3
"""
given."core.strategy_discussion" = """
strategy_id | discussion_on | minutes_sent_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+-----------------+------------------------+-------------------+------------------
S1          | 2022-04-22    | 2022-04-25      | true                   | true              |
S2          | 2022-04-22    | 2022-04-26      | true                   | false             |
S3          | 2022-04-22    |                 | true                   | true              | true
S4          | 2022-06-30    |                 | true                   | true              | true
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { agency = { "Children's social care" = [1, 3], Police = [1, 2], Health = [0, 1] } }

[[example]]
because = "a discussion without social care is none of theirs; minutes that are due on the last day are not yet late"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                 | value
---------------------+------
minutes_working_days | 1
"""
given."core.strategy_discussion" = """
strategy_id | discussion_on | minutes_sent_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+-----------------+------------------------+-------------------+------------------
S1          | 2022-04-22    | 2022-04-25      | false                  | true              | false
S2          | 2022-06-29    |                 | false                  | true              | false
"""
expect    = { numerator = 1, denominator = 1 }
expect_by = { agency = { Police = [1, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | minutes_sent_on | adult_on   | is_social_care_present | is_police_present | is_health_present
------------+---------------+-----------------+------------+------------------------+-------------------+------------------
S1          | 2022-05-10    | 2022-05-11      | 2022-05-10 | true                   | true              | true
S2          | 2022-05-10    |                 | 2022-05-11 | true                   | false             | false
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { agency = { "Children's social care" = [0, 1] } }

[[example]]
because = "five working days where the partnership says nothing: Friday 22 April to the next Friday is in time, Tuesday 3 May after the bank holiday is not; of Thursday 23 June nothing is due on 30 June, of the day before it is"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | minutes_sent_on
------------+---------------+----------------
S1          | 2022-04-22    | 2022-04-29
S2          | 2022-04-22    | 2022-05-03
S3          | 2022-06-23    |
S4          | 2022-06-22    |
S5          | 2022-06-30    | 2022-06-30
"""
expect  = { numerator = 2, denominator = 4 }

[[example]]
because = "minutes of the day itself are in time; minutes dated before their discussion are not"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | minutes_sent_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+-----------------+------------------------+-------------------+------------------
S1          | 2022-05-10    | 2022-05-10      | true                   | false             | false
S2          | 2022-05-10    | 2022-05-09      | true                   | false             | false
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { agency = { "Children's social care" = [1, 2] } }
*/
