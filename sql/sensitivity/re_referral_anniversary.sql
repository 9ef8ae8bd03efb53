/*
setting    = "re_referral_anniversary"
indicators = ["RF03", "RF03C"]
says       = "referrals fall on the very day on which the window after the one before ends"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
),

again_within as (
    select
        setting.authority,
        cast(setting.value as integer) as months
    from reference.setting as setting
    where setting.name = 're_referral_months'
)

select
    referral.authority,
    count(*) filter (
        where cast(
            referral.previous_referral_on + interval 1 month * coalesce(again_within.months, 12) as date
        ) = referral.referral_on
    ) as on_limit,
    count(*) as records
from core.referral as referral
join reported
  on referral.referral_on between reported.first_day and reported.last_day
left join again_within
  on again_within.authority = referral.authority
where referral.is_counted
group by referral.authority

/* examples

[[example]]
because = "the anniversary itself is on the limit, a day before or after is not; what is not counted or not reported is left out"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.referral" = """
referral_id | referral_on | previous_referral_on | is_counted
------------+-------------+----------------------+-----------
R1          | 2022-04-10  | 2021-04-10           | true
R2          | 2022-04-10  | 2021-04-11           | true
R3          | 2022-04-10  | 2021-04-09           | true
R4          | 2022-05-31  |                      | true
R5          | 2022-04-10  | 2021-04-10           | false
R6          | 2022-06-01  | 2021-06-01           | true
"""
expect  = [1, 4]
*/
