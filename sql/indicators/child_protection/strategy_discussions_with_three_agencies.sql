/*
ref        = "SP02"
title      = "Strategy discussions with social care, police and health"
definition = "Of the strategy discussions about children under 18 held in the period for which the attendance of all three agencies is recorded, the share that social care, the police and health all took part in. Discussions with an attendance that is not recorded are in SP02U instead. By agency it is the share of the same discussions that the agency took part in; a discussion is under each agency that did, so the shares do not add up."
why        = "A decision about significant harm needs what each of the three knows."
basis      = "Working Together: a strategy discussion involves social care, the police and health as a minimum"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["Which agency is missing most often?"]
*/
with held as (
    select
        discussion.authority,
        period.period_id,
        count(*) as discussions,
        count(*) filter (
            where discussion.is_social_care_present
              and discussion.is_police_present
              and discussion.is_health_present
        ) as with_all,
        count(*) filter (where discussion.is_social_care_present) as with_social_care,
        count(*) filter (where discussion.is_police_present) as with_police,
        count(*) filter (where discussion.is_health_present) as with_health
    from reference.period as period
    join core.strategy_discussion as discussion
      on discussion.discussion_on between period.start_date and period.end_date
    where discussion.is_social_care_present is not null
      and discussion.is_police_present is not null
      and discussion.is_health_present is not null
      and (discussion.adult_on is null or discussion.adult_on > discussion.discussion_on)
    group by discussion.authority, period.period_id
)

select
    held.authority,
    held.period_id,
    cast(null as varchar) as agency,
    held.with_all as numerator,
    held.discussions as denominator
from held
union all
select
    held.authority,
    held.period_id,
    'Children''s social care' as agency,
    held.with_social_care as numerator,
    held.discussions as denominator
from held
union all
select
    held.authority,
    held.period_id,
    'Police' as agency,
    held.with_police as numerator,
    held.discussions as denominator
from held
union all
select
    held.authority,
    held.period_id,
    'Health' as agency,
    held.with_health as numerator,
    held.discussions as denominator
from held

/* examples

[[example]]
because = "all three present; an attendance that nobody recorded leaves the discussion out"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------------------+-------------------+------------------
S1          | 2022-04-01    | true                   | true              | true
S2          | 2022-04-01    | true                   | true              | false
S3          | 2022-04-01    | true                   | true              |
S4          | 2022-07-01    | true                   | true              | true
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { agency = { "Children's social care" = [2, 2], Police = [2, 2], Health = [1, 2] } }

[[example]]
because = "each of the three may be the one who was not there, or of whom nobody recorded it"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------------------+-------------------+------------------
S1          | 2022-05-10    | false                  | true              | true
S2          | 2022-05-10    | true                   | false             | true
S3          | 2022-05-10    |                        | true              | true
S4          | 2022-05-10    | true                   |                   | true
"""
expect    = { numerator = 0, denominator = 2 }
expect_by = { agency = { "Children's social care" = [1, 2], Police = [1, 2], Health = [2, 2] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | adult_on   | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------+------------------------+-------------------+------------------
S1          | 2022-05-10    | 2022-05-10 | true                   | true              | true
S2          | 2022-05-10    | 2022-05-11 | true                   | false             | true
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { agency = { "Children's social care" = [1, 1], Police = [0, 1], Health = [1, 1] } }
*/
