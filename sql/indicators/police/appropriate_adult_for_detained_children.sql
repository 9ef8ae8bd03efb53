/*
ref        = "PO08"
title      = "Detained children with an appropriate adult"
definition = "Of the children under 18 detained by the police in the period, the share for whom an appropriate adult came."
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
    count(*) filter (where custody.adult_arrived_at is not null) as numerator,
    count(*) as denominator
from reference.period as period
join core.custody as custody
  on custody.detained_on between period.start_date and period.end_date
where (custody.age is null or custody.age < 18)
group by custody.authority, period.period_id

/* examples

[[example]]
because = "nobody came is a miss; an adult is out; an unknown age stays in"
period  = ["2022-04-01", "2022-06-30"]
given."core.custody" = """
custody_id | detained_on | age | adult_arrived_at
-----------+-------------+-----+-----------------
C1         | 2022-05-01  | 15  | 2022-05-01 12:00
C2         | 2022-05-01  | 17  |
C3         | 2022-05-01  |     |
C4         | 2022-05-01  | 18  | 2022-05-01 12:00
"""
expect  = { numerator = 1, denominator = 3 }
*/
