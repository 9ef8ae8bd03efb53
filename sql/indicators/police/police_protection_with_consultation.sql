/*
ref        = "PO07C"
title      = "Police protection after consulting social care"
definition = "Of the uses of police protection in the period, the share before which social care was consulted. Not recorded counts as not consulted."
why        = "Officers should not have to decide alone."
basis      = "Children Act 1989, section 46; local standard"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["Was somebody there to be asked?"]
*/
select
    power.authority,
    period.period_id,
    count(*) filter (where power.is_social_care_consulted) as numerator,
    count(*) as denominator
from reference.period as period
join core.protection_power as power
  on power.used_on between period.start_date and period.end_date
group by power.authority, period.period_id

/* examples

[[example]]
because = "a blank is not a consultation"
period  = ["2022-04-01", "2022-06-30"]
given."core.protection_power" = """
power_id | used_on    | is_social_care_consulted
---------+------------+-------------------------
P1       | 2022-04-01 | true
P2       | 2022-04-01 | false
P3       | 2022-04-01 |
"""
expect  = { numerator = 1, denominator = 3 }
*/
