/*
ref        = "WF05A"
title      = "Days lost to absence"
definition = "Days that social workers and team managers in post lost to absence in the months of the period, as a share of the working days they could have worked: full-time equivalent times the working days of each month. They are those of the workers in post on the month's last day; no number of days is no day lost."
why        = "Absence falls on the colleagues who stay and on the children who wait."
basis      = "Children social work workforce census: absence rate"
unit       = "%"
better     = "lower"
kind       = "flow"
additive   = true
audiences  = ["policy_workforce"]
questions  = ["Is absence higher where caseloads are?"]
*/
with day_count as (
    select
        period.period_id,
        calendar.day
    from reference.period as period
    join reference.calendar as calendar
      on calendar.day between period.start_date and period.end_date
    where calendar.is_working_day
),

month_days as (
    select
        day_count.period_id,
        count(*) as working_days
    from day_count
    group by day_count.period_id
)

select
    post.authority,
    period.period_id,
    sum(coalesce(post.absence_days, 0)) as numerator,
    sum(post.fte * month_days.working_days) as denominator
from reference.period as period
join month_days
  on month_days.period_id = period.period_id
join core.post as post
  on post.month_end = period.end_date
where post.is_in_post
  and post.role in ('Experienced social worker', 'Newly qualified social worker', 'Team manager')
group by post.authority, period.period_id

/* examples

[[example]]
because = "March 2023 had 23 working days: 2.3 days lost of 1.5 full-time posts times 23"
period  = ["2023-03-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | role                      | fte | is_in_post | absence_days
--------+------------+---------------------------+-----+------------+-------------
P1      | 2023-03-31 | Experienced social worker | 1.0 | true       | 2.3
P2      | 2023-03-31 | Team manager              | 0.5 | true       |
P3      | 2023-03-31 | Other                     | 1.0 | true       | 5.0
P4      | 2023-03-31 | Team manager              | 1.0 | false      | 5.0
"""
expect  = { numerator = 2.3, denominator = 34.5 }

[[example]]
because = "newly qualified social workers are social workers too; who lost no day adds the days that could be worked"
period  = ["2023-03-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | role                          | fte | is_in_post | absence_days
--------+------------+-------------------------------+-----+------------+-------------
P1      | 2023-03-31 | Newly qualified social worker | 1.0 | true       |
P2      | 2023-02-28 | Newly qualified social worker | 1.0 | true       | 3.0
"""
expect  = { numerator = 0, denominator = 23 }
*/
