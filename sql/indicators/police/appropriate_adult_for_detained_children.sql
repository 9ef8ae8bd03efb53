/*
ref        = "PO08"
title      = "Detained children with an appropriate adult"
definition = "Of the children under 18 detained by the police in the period, the share for whom an appropriate adult came, by the time of day of the detention."
why        = "No child should be questioned alone."
basis      = "Police and Criminal Evidence Act 1984, Code C"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["Who waited longest, and at what time of night?"]
*/
select
    custody.authority,
    period.period_id,
    custody.time_of_day,
    count(*) filter (where custody.adult_arrived_at is not null) as numerator,
    count(*) as denominator
from reference.period as period
join core.custody as custody
  on custody.detained_on between period.start_date and period.end_date
where (custody.age is null or custody.age < 18)
group by grouping sets (
    (custody.authority, period.period_id),
    (custody.authority, period.period_id, custody.time_of_day)
)

/* examples

[[example]]
because = "nobody came is a miss; an adult is out; an unknown age stays in"
period  = ["2022-04-01", "2022-06-30"]
given."core.custody" = """
custody_id | detained_on | time_of_day    | age | adult_arrived_at
-----------+-------------+----------------+-----+-----------------
C1         | 2022-05-01  | 06:00 to 11:59 | 15  | 2022-05-01 12:00
C2         | 2022-05-01  | 06:00 to 11:59 | 17  |
C3         | 2022-05-01  | 18:00 to 23:59 |     |
C4         | 2022-05-01  | 18:00 to 23:59 | 18  | 2022-05-01 12:00
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { time_of_day = { "06:00 to 11:59" = [1, 2], "18:00 to 23:59" = [0, 1] } }
*/
