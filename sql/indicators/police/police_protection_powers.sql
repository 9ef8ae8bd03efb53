/*
ref        = "PO07"
title      = "Uses of police protection"
definition = "Uses of police protection in the period."
why        = "Each one is a child taken to safety without a court."
basis      = "Children Act 1989, section 46"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["Could any of them have been foreseen?"]
*/
select
    power.authority,
    period.period_id,
    count(*) as numerator
from reference.period as period
join core.protection_power as power
  on power.used_on between period.start_date and period.end_date
group by power.authority, period.period_id

/* examples

[[example]]
because = "by the day of use"
period  = ["2022-04-01", "2022-06-30"]
given."core.protection_power" = """
power_id | used_on    | is_social_care_consulted
---------+------------+-------------------------
P1       | 2022-04-01 | true
P2       | 2022-06-30 |
P3       | 2022-07-01 | true
"""
expect  = { numerator = 2 }
*/
