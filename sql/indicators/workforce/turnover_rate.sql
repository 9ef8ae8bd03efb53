/*
ref        = "WF05T"
title      = "Social worker turnover"
definition = "Full-time equivalent of permanent social workers and team managers who left in the twelve months up to the last day of the period, as a share of those in post on that day. Someone who is in another such post on that day has not left. A leaver counts once, on the last day of leaving and with the hours left then, in whichever months the establishment names the leaving."
why        = "Each leaver means new faces for children."
basis      = "Children social work workforce census: turnover rate"
unit       = "%"
better     = "lower"
kind       = "snapshot"
look_back  = 11
audiences  = ["policy_workforce"]
questions  = ["Why do people leave, and where to?"]
*/
with leaver as (
    select
        post.authority,
        post.post_id,
        post.worker_id,
        post.leaving_on,
        max(post.fte) as fte
    from core.post as post
    where not post.is_agency
      and post.worker_id is not null
      and post.leaving_on <= post.month_end
      and post.role in ('Experienced social worker', 'Newly qualified social worker', 'Team manager')
    group by post.authority, post.post_id, post.worker_id, post.leaving_on
),

holder as (
    select
        post.authority,
        period.period_id,
        post.worker_id,
        sum(post.fte) as fte
    from reference.period as period
    join core.post as post
      on post.month_end = period.end_date
    where post.is_in_post
      and not post.is_agency
      and post.role in ('Experienced social worker', 'Newly qualified social worker', 'Team manager')
    group by post.authority, period.period_id, post.worker_id
),

leaving as (
    select
        leaver.authority,
        period.period_id,
        leaver.worker_id,
        leaver.leaving_on,
        leaver.fte,
        max(leaver.leaving_on) over (
            partition by leaver.authority, period.period_id, leaver.worker_id
        ) as last_leaving_on
    from reference.period as period
    join leaver
      on leaver.leaving_on <= period.end_date
     -- the twelve months begin after a month's end: those up to 28 February 2025 begin on 1 March
     and leaver.leaving_on > last_day(cast(period.end_date - interval 12 months as date))
),

gone as (
    select
        leaving.authority,
        leaving.period_id,
        sum(leaving.fte) as fte
    from leaving
    left join holder
      on holder.authority = leaving.authority
     and holder.period_id = leaving.period_id
     and holder.worker_id = leaving.worker_id
    where leaving.leaving_on = leaving.last_leaving_on
      and holder.worker_id is null
    group by leaving.authority, leaving.period_id
),

staff as (
    select
        holder.authority,
        holder.period_id,
        sum(holder.fte) as fte
    from holder
    group by holder.authority, holder.period_id
)

select
    staff.authority,
    staff.period_id,
    coalesce(gone.fte, 0) as numerator,
    staff.fte as denominator
from staff
left join gone
  on gone.authority = staff.authority
 and gone.period_id = staff.period_id

/* examples

[[example]]
because = "one leaver of the year, named in two months; one of two years ago and an agency worker are out"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_agency | is_in_post | leaving_on
--------+------------+-----------+---------------------------+-----+-----------+------------+-----------
P1      | 2023-03-31 | S1        | Experienced social worker | 1.0 | false     | true       |
P2      | 2023-03-31 | S2        | Experienced social worker | 1.0 | false     | true       | 2023-04-01
P3      | 2022-09-30 | S3        | Experienced social worker | 0.5 | false     | false      | 2022-09-15
P3      | 2022-10-31 | S3        | Experienced social worker | 0.5 | false     | false      | 2022-09-15
P4      | 2021-09-30 | S4        | Experienced social worker | 1.0 | false     | false      | 2021-09-15
P5      | 2022-09-30 | S5        | Experienced social worker | 1.0 | true      | false      | 2022-09-15
"""
expect  = { numerator = 0.5, denominator = 2 }

[[example]]
because = "left on the last day is in, and on the first of the twelve months; the day before them and one after the period are not; who left and who is from an agency is not in post"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_agency | is_in_post | leaving_on
--------+------------+-----------+---------------------------+-----+-----------+------------+-----------
P1      | 2023-03-31 | S1        | Experienced social worker | 1.0 | false     | true       |
P2      | 2023-03-31 | S2        | Experienced social worker | 1.0 | false     | false      | 2023-03-31
P3      | 2023-03-31 | S3        | Experienced social worker | 1.0 | true      | true       |
P4      | 2022-04-30 | S4        | Experienced social worker | 0.5 | false     | false      | 2022-03-31
P5      | 2022-04-30 | S5        | Experienced social worker | 0.4 | false     | false      | 2022-04-01
P6      | 2023-04-30 | S6        | Experienced social worker | 1.0 | false     | false      | 2023-04-10
"""
expect  = { numerator = 1.4, denominator = 1 }

[[example]]
because = "a leaving that was announced is none until it has come"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_agency | is_in_post | leaving_on
--------+------------+-----------+---------------------------+-----+-----------+------------+-----------
P1      | 2023-01-31 | S1        | Experienced social worker | 1.0 | false     | true       | 2023-02-15
P1      | 2023-03-31 | S1        | Experienced social worker | 1.0 | false     | true       |
"""
expect  = { numerator = 0, denominator = 1 }

[[example]]
because = "only social workers and those who manage them"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_agency | is_in_post | leaving_on
--------+------------+-----------+---------------------------+-----+-----------+------------+-----------
P1      | 2023-03-31 | S1        | Experienced social worker | 1.0 | false     | true       |
P2      | 2023-03-31 | S2        | Other                     | 1.0 | false     | true       |
P3      | 2023-02-28 | S3        | Other                     | 1.0 | false     | false      | 2023-02-15
"""
expect  = { numerator = 0, denominator = 1 }

[[example]]
because = "who goes from one post to another has not left; who then leaves that one has left once, with its hours; who leaves two posts on a day leaves with the hours of both"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_agency | is_in_post | leaving_on
--------+------------+-----------+---------------------------+-----+-----------+------------+-----------
P1      | 2022-09-30 | S1        | Experienced social worker | 1.0 | false     | false      | 2022-09-15
P2      | 2023-03-31 | S1        | Team manager              | 1.0 | false     | true       |
P3      | 2022-06-30 | S2        | Experienced social worker | 1.0 | false     | false      | 2022-06-15
P4      | 2022-12-31 | S2        | Experienced social worker | 0.8 | false     | false      | 2022-12-20
P5      | 2022-10-31 | S3        | Experienced social worker | 0.5 | false     | false      | 2022-10-10
P6      | 2022-10-31 | S3        | Experienced social worker | 0.2 | false     | false      | 2022-10-10
P7      | 2022-10-31 | S4        | Experienced social worker | 0.6 | false     | false      | 2022-10-10
P8      | 2023-03-31 | S4        | Other                     | 0.6 | false     | true       |
P9      | 2022-10-31 | S5        | Experienced social worker | 0.4 | false     | false      | 2022-10-10
P9      | 2023-03-31 | S5        | Experienced social worker | 0.4 | true      | true       |
"""
expect  = { numerator = 2.5, denominator = 1 }

[[example]]
because = "the twelve months up to 28 February 2025 begin on 1 March 2024"
period  = ["2025-02-01", "2025-02-28"]
given."core.post" = """
post_id | month_end  | worker_id | role                      | fte | is_agency | is_in_post | leaving_on
--------+------------+-----------+---------------------------+-----+-----------+------------+-----------
P1      | 2025-02-28 | S1        | Experienced social worker | 1.0 | false     | true       |
P2      | 2024-02-29 | S2        | Experienced social worker | 1.0 | false     | false      | 2024-02-29
P3      | 2024-03-31 | S3        | Experienced social worker | 0.4 | false     | false      | 2024-03-01
"""
expect  = { numerator = 0.4, denominator = 1 }

[[example]]
because = "newly qualified social workers and team managers are social workers too; a post that nobody held has no leaver; of hours that changed the most count"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | role                          | fte | is_agency | is_in_post | leaving_on
--------+------------+-----------+-------------------------------+-----+-----------+------------+-----------
P1      | 2023-03-31 | S1        | Newly qualified social worker | 1.0 | false     | true       |
P2      | 2023-03-31 | S2        | Team manager                  | 0.5 | false     | true       |
P3      | 2023-03-31 | S3        | Newly qualified social worker | 0.4 | false     | false      | 2023-02-15
P3      | 2023-02-28 | S3        | Newly qualified social worker | 0.6 | false     | false      | 2023-02-15
P4      | 2023-03-31 | S4        | Team manager                  | 0.2 | false     | false      | 2023-02-15
P5      | 2023-03-31 |           | Team manager                  | 1.0 | false     | false      | 2023-02-15
"""
expect  = { numerator = 0.8, denominator = 1.5 }
*/
