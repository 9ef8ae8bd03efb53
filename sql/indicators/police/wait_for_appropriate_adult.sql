/*
ref        = "PO08D"
title      = "Median wait for an appropriate adult"
definition = "The median number of hours from the request for an appropriate adult to the arrival, for children under 18 detained in the period for whom one came and whose request is recorded; an arrival before the request is out. Not by time of day: the median of a few waits could be the wait of one child."
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
    percentile_cont(0.5) within group (
        order by date_diff('second', custody.adult_requested_at, custody.adult_arrived_at)
    ) / 3600 as numerator
from reference.period as period
join core.custody as custody
  on custody.detained_on between period.start_date and period.end_date
where custody.adult_arrived_at >= custody.adult_requested_at
  and (custody.age is null or custody.age < 18)
group by custody.authority, period.period_id

/* examples

[[example]]
because = "60, 90 and 300 minutes have the median of one and a half hours"
period  = ["2022-04-01", "2022-06-30"]
given."core.custody" = """
custody_id | detained_on | age | adult_requested_at | adult_arrived_at
-----------+-------------+-----+--------------------+-----------------
C1         | 2022-05-01  | 15  | 2022-05-01 12:00   | 2022-05-01 13:00
C2         | 2022-05-01  | 15  | 2022-05-01 12:00   | 2022-05-01 13:30
C3         | 2022-05-01  | 15  | 2022-05-01 12:00   | 2022-05-01 17:00
C4         | 2022-05-01  | 15  | 2022-05-01 12:00   |
"""
expect  = { numerator = 1.5 }

[[example]]
because = "an adult is out and an unknown age is in; there already is no wait: the median of 0 and 60 minutes"
period  = ["2022-04-01", "2022-06-30"]
given."core.custody" = """
custody_id | detained_on | age | adult_requested_at | adult_arrived_at
-----------+-------------+-----+--------------------+-----------------
C1         | 2022-05-01  | 18  | 2022-05-01 12:00   | 2022-05-01 17:00
C2         | 2022-05-01  |     | 2022-05-01 12:00   | 2022-05-01 13:00
C3         | 2022-05-01  | 17  | 2022-05-01 12:00   | 2022-05-01 12:00
"""
expect  = { numerator = 0.5 }

[[example]]
because = "an arrival before the request is left out"
period  = ["2022-04-01", "2022-06-30"]
given."core.custody" = """
custody_id | detained_on | age | adult_requested_at | adult_arrived_at
-----------+-------------+-----+--------------------+-----------------
C1         | 2022-05-01  | 15  | 2022-05-01 12:00   | 2022-05-01 11:00
C2         | 2022-05-01  | 15  | 2022-05-01 12:00   | 2022-05-01 12:30
"""
expect  = { numerator = 0.5 }
*/
