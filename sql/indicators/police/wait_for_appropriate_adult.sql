/*
ref        = "PO08D"
title      = "Median wait for an appropriate adult"
definition = "The median number of hours from the request for an appropriate adult to the arrival, for children under 18 detained in the period for whom one came, by the time of day of the detention."
why        = "Every hour of waiting is an hour in a cell."
basis      = "Police and Criminal Evidence Act 1984, Code C"
unit       = "hours"
better     = "lower"
kind       = "flow"
audiences  = ["child_exploitation"]
questions  = ["What would bring someone sooner at night?"]
*/
select
    custody.authority,
    period.period_id,
    custody.time_of_day,
    percentile_cont(0.5) within group (
        order by date_diff('second', custody.adult_requested_at, custody.adult_arrived_at)
    ) / 3600 as numerator
from reference.period as period
join core.custody as custody
  on custody.detained_on between period.start_date and period.end_date
where custody.adult_arrived_at >= custody.adult_requested_at
  and (custody.age is null or custody.age < 18)
group by grouping sets (
    (custody.authority, period.period_id),
    (custody.authority, period.period_id, custody.time_of_day)
)

/* examples

[[example]]
because = "60, 90 and 300 minutes have the median of one and a half hours"
period  = ["2022-04-01", "2022-06-30"]
given."core.custody" = """
custody_id | detained_on | time_of_day    | age | adult_requested_at | adult_arrived_at
-----------+-------------+----------------+-----+--------------------+-----------------
C1         | 2022-05-01  | 06:00 to 11:59 | 15  | 2022-05-01 12:00   | 2022-05-01 13:00
C2         | 2022-05-01  | 06:00 to 11:59 | 15  | 2022-05-01 12:00   | 2022-05-01 13:30
C3         | 2022-05-01  | 12:00 to 17:59 | 15  | 2022-05-01 12:00   | 2022-05-01 17:00
C4         | 2022-05-01  | 18:00 to 23:59 | 15  | 2022-05-01 12:00   |
"""
expect    = { numerator = 1.5 }
expect_by = { time_of_day = { "06:00 to 11:59" = [1.25], "12:00 to 17:59" = [5] } }
*/
