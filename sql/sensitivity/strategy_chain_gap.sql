/*
setting    = "strategy_chain_gap_days"
indicators = ["SP07", "SP07D", "SP08"]
says       = "conferences came after discussions of which two lie as many days apart as a chain allows, or one more"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
),

longest as (
    select
        setting.authority,
        cast(setting.value as integer) as days
    from reference.setting as setting
    where setting.name = 'strategy_chain_gap_days'
),

discussion as (
    select
        strategy.authority,
        strategy.child_id,
        strategy.referral_id,
        strategy.discussion_on,
        date_diff(
            'day',
            lag(strategy.discussion_on) over (
                partition by strategy.authority, strategy.child_id, strategy.referral_id
                order by strategy.discussion_on
            ),
            strategy.discussion_on
        ) as days_apart
    from core.strategy_discussion as strategy
)

select
    conference.authority,
    count(*) filter (where exists (
        select 1 from discussion
        where discussion.authority = conference.authority
          and discussion.child_id = conference.child_id
          and discussion.referral_id = conference.referral_id
          and discussion.discussion_on <= conference.conference_on
          and discussion.days_apart between coalesce(longest.days, 30) and coalesce(longest.days, 30) + 1
    )) as on_limit,
    count(*) as records
from core.conference as conference
join reported
  on conference.conference_on between reported.first_day and reported.last_day
left join longest
  on longest.authority = conference.authority
where conference.working_days is not null
group by conference.authority

/* examples

[[example]]
because = "discussions 30 or 31 days apart are on the limit, 29 and 32 are not"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.strategy_discussion" = """
strategy_id | child_id | referral_id | discussion_on
------------+----------+-------------+--------------
S1          | A        | R           | 2022-04-01
S2          | A        | R           | 2022-05-01
S3          | B        | R           | 2022-04-01
S4          | B        | R           | 2022-05-03
S5          | C        | R           | 2022-04-01
S6          | C        | R           | 2022-05-02
"""
given."core.conference" = """
conference_id | child_id | referral_id | conference_on | working_days
--------------+----------+-------------+---------------+-------------
C1            | A        | R           | 2022-05-10    | 9
C2            | B        | R           | 2022-05-10    | 9
C3            | C        | R           | 2022-05-10    | 9
"""
expect  = [2, 3]
*/
