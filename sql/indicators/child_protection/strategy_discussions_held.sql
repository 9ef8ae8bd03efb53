/*
ref        = "SP01"
title      = "Strategy discussions held"
definition = "Strategy discussions about children under 18 held in the period; one about three children counts three times. By agency they are the discussions that social care, the police or health took part in: one discussion counts under each of them, so the agencies add up to more than the total. Not recorded are those for which the attendance of one of the three is not."
why        = "Where agencies first decide together whether a child is at risk of significant harm."
basis      = "Working Together: strategy discussion"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["How many led to an enquiry?"]
*/
with held as (
    select
        discussion.authority,
        period.period_id,
        count(*) as discussions,
        count(*) filter (where discussion.is_social_care_present) as with_social_care,
        count(*) filter (where discussion.is_police_present) as with_police,
        count(*) filter (where discussion.is_health_present) as with_health,
        count(*) filter (
            where discussion.is_social_care_present is null
               or discussion.is_police_present is null
               or discussion.is_health_present is null
        ) as not_recorded
    from reference.period as period
    join core.strategy_discussion as discussion
      on discussion.discussion_on between period.start_date and period.end_date
    where discussion.adult_on is null
       or discussion.adult_on > discussion.discussion_on
    group by discussion.authority, period.period_id
)

select
    held.authority,
    held.period_id,
    cast(null as varchar) as agency,
    held.discussions as numerator
from held
union all
select
    held.authority,
    held.period_id,
    'Children''s social care' as agency,
    held.with_social_care as numerator
from held
union all
select
    held.authority,
    held.period_id,
    'Police' as agency,
    held.with_police as numerator
from held
union all
select
    held.authority,
    held.period_id,
    'Health' as agency,
    held.with_health as numerator
from held
union all
select
    held.authority,
    held.period_id,
    'Not recorded' as agency,
    held.not_recorded as numerator
from held

/* examples

[[example]]
because = "by the day it was held"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | child_id | discussion_on
------------+----------+--------------
S1          | A        | 2022-04-01
S2          | A        | 2022-06-30
S3          | B        | 2022-07-01
"""
expect  = { numerator = 2 }

[[example]]
because = "a discussion counts under every agency that took part, and as not recorded where that of one is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------------------+-------------------+------------------
S1          | 2022-04-01    | true                   | true              | true
S2          | 2022-04-01    | true                   | false             |
S3          | 2022-07-01    | true                   | true              | true
"""
expect    = { numerator = 2 }
expect_by = { agency = { "Children's social care" = [2], Police = [1], Health = [1], "Not recorded" = [1] } }

[[example]]
because = "whether social care or the police took part may be what nobody recorded"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------------------+-------------------+------------------
S1          | 2022-05-10    |                        | true              | true
S2          | 2022-05-10    | true                   |                   | false
S3          | 2022-05-10    | false                  | false             | true
"""
expect    = { numerator = 3 }
expect_by = { agency = { "Children's social care" = [1], Police = [1], Health = [2], "Not recorded" = [2] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_discussion" = """
strategy_id | discussion_on | adult_on   | is_social_care_present | is_police_present | is_health_present
------------+---------------+------------+------------------------+-------------------+------------------
S1          | 2022-05-10    | 2022-05-10 | true                   | true              | true
S2          | 2022-05-10    | 2022-05-11 | true                   | false             | true
"""
expect    = { numerator = 1 }
expect_by = { agency = { "Children's social care" = [1], Police = [0], Health = [1], "Not recorded" = [0] } }
*/
