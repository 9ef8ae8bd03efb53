/*
ref        = "SP02U"
title      = "Strategy discussions whose attendance is not recorded"
definition = "Of the strategy discussions about children under 18 held in the period, the share for which the attendance of social care, the police or health is not recorded."
why        = "A share of attendance says little when attendance is often not recorded."
basis      = "Completeness of SP02"
unit       = "%"
better     = "lower"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["Who records attendance, and where?"]
*/
select
    discussion.authority,
    period.period_id,
    count(*) filter (
        where discussion.is_social_care_present is null
           or discussion.is_police_present is null
           or discussion.is_health_present is null
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.strategy_discussion as discussion
  on discussion.discussion_on between period.start_date and period.end_date
where discussion.adult_on is null
   or discussion.adult_on > discussion.discussion_on
group by discussion.authority, period.period_id

/* examples

[[example]]
because = "one blank of three is enough"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------------------+-------------------+------------------
S1          | 2022-04-01    | true                   | true              | true
S2          | 2022-04-01    | true                   | true              |
"""
expect  = { numerator = 1, denominator = 2 }

[[example]]
because = "whichever of the three it is"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------------------+-------------------+------------------
S1          | 2022-05-10    |                        | true              | true
S2          | 2022-05-10    | true                   |                   | true
S3          | 2022-05-10    | true                   | true              | true
"""
expect  = { numerator = 2, denominator = 3 }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | adult_on   | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------+------------------------+-------------------+------------------
S1          | 2022-05-10    | 2022-05-10 |                        | true              | true
S2          | 2022-05-10    | 2022-05-11 | true                   | true              | true
"""
expect  = { numerator = 0, denominator = 1 }
*/
