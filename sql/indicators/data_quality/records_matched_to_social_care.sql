/*
ref        = "DQ04"
title      = "Records of partners matched to a child known to social care"
definition = "Of the missing episodes reported and the early help episodes begun in the period about children under 18, the share whose child is known to the case system by a shared key, by kind of record. A record without a key is not matched; nothing is guessed by name and date of birth."
why        = "Only a matched record shows that it is the same child in every agency."
basis      = "Local measure of linkage"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["operational_business"]
questions  = ["Which agency could add the key at the source?"]
*/
with record as (
    select
        missing_episode.authority,
        'Missing episodes' as record_type,
        missing_episode.reported_on as happened_on,
        missing_episode.child_id,
        missing_episode.adult_on
    from core.missing_episode as missing_episode
    union all
    select
        early_help_episode.authority,
        'Early help episodes' as record_type,
        early_help_episode.start_on as happened_on,
        early_help_episode.child_id,
        early_help_episode.adult_on
    from core.early_help_episode as early_help_episode
)

select
    record.authority,
    period.period_id,
    record.record_type,
    count(*) filter (where child.child_id is not null) as numerator,
    count(*) as denominator
from reference.period as period
join record
  on record.happened_on between period.start_date and period.end_date
left join core.child as child
  on child.authority = record.authority
 and child.child_id = record.child_id
where record.adult_on is null
   or record.adult_on > record.happened_on
group by grouping sets (
    (record.authority, period.period_id),
    (record.authority, period.period_id, record.record_type)
)

/* examples

[[example]]
because = "a key that the case system does not know is no match, nor is a blank"
period  = ["2022-04-01", "2022-06-30"]
given."core.child" = """
child_id
--------
A
"""
given."core.missing_episode" = """
episode_id | child_id | reported_on
-----------+----------+------------
E1         | A        | 2022-04-01
E2         | B        | 2022-04-01
E3         |          | 2022-06-30
"""
given."core.early_help_episode" = """
episode_key | child_id | start_on
------------+----------+-----------
K1          | A        | 2022-06-30
K2          | A        | 2022-07-01
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { record_type = { "Missing episodes" = [1, 3], "Early help episodes" = [1, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.child" = """
child_id
--------
A
"""
given."core.missing_episode" = """
episode_id | child_id | reported_on | adult_on
-----------+----------+-------------+-----------
E1         | A        | 2022-05-10  | 2022-05-10
E2         | B        | 2022-05-10  | 2022-05-11
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { record_type = { "Missing episodes" = [0, 1] } }
*/
