/*
grain   = "one child detained by the police"
key     = ["authority", "custody_id"]
rows    = ["police.custody"]
[columns]
authority = "varchar"
custody_id = "varchar"
detained_at = "timestamp"
detained_on = "date"
time_of_day = "varchar"
age = "integer"
adult_requested_at = "timestamp"
adult_arrived_at = "timestamp"
*/
select
    custody.authority,
    custody.custody_id,
    custody.detained_at,
    custody.detained_on,
    -- from the end of the local day: it is after the hour that the clocks skip or repeat
    case
        when detention_day.ends_at is null then 'Not recorded'
        -- a day that was delivered without its time stands at its first minute
        when custody.detained_at = day_before.ends_at then 'Not recorded'
        when custody.detained_at >= detention_day.ends_at - interval 6 hours then '18:00 to 23:59'
        when custody.detained_at >= detention_day.ends_at - interval 12 hours then '12:00 to 17:59'
        when custody.detained_at >= detention_day.ends_at - interval 18 hours then '06:00 to 11:59'
        else '00:00 to 05:59'
    end as time_of_day,
    custody.age,
    custody.adult_requested_at,
    custody.adult_arrived_at
from police.custody as custody
left join reference.calendar as detention_day
  on detention_day.day = custody.detained_on
left join reference.calendar as day_before
  on day_before.day = cast(custody.detained_on - interval 1 day as date)

/* examples

[[example]]
because = "the time of day is that of the clock on the wall, in winter, in summer and on the days on which the clocks change; times are kept in UTC; a day without a time has no time of day, nor one before the calendar"
given."police.custody" = """
custody_id | detained_on | detained_at
-----------+-------------+-----------------
C1         | 2022-01-10  | 2022-01-10 05:59
C2         | 2022-01-10  | 2022-01-10 06:00
C3         | 2022-07-10  | 2022-07-10 05:00
C4         | 2022-07-10  | 2022-07-10 16:59
C5         | 2022-07-10  | 2022-07-10 17:00
C6         | 2022-07-11  | 2022-07-10 23:01
C7         | 2023-03-26  | 2023-03-26 04:59
C8         | 2023-03-26  | 2023-03-26 05:00
C9         | 2022-10-30  | 2022-10-30 05:59
D1         | 2022-01-10  | 2022-01-10 00:00
D2         | 2022-07-11  | 2022-07-10 23:00
D3         | 2022-10-30  | 2022-10-29 23:00
D4         | 2022-01-10  | 2022-01-10 11:59
D5         | 2022-01-10  | 2022-01-10 12:00
D6         | 1990-01-10  | 1990-01-10 12:00
"""
expect = """
custody_id | time_of_day
-----------+---------------
C1         | 00:00 to 05:59
C2         | 06:00 to 11:59
C3         | 06:00 to 11:59
C4         | 12:00 to 17:59
C5         | 18:00 to 23:59
C6         | 00:00 to 05:59
C7         | 00:00 to 05:59
C8         | 06:00 to 11:59
C9         | 00:00 to 05:59
D1         | Not recorded
D2         | Not recorded
D3         | Not recorded
D4         | 06:00 to 11:59
D5         | 12:00 to 17:59
D6         | Not recorded
"""
*/
