/*
ref        = "PO03"
title      = "Online crimes against children"
definition = "Crimes of the period that the police flagged as online and whose victim was under 18 or of an age not recorded. Crimes are counted, not victims."
why        = "Harm online grows faster than any other and rarely reaches the front door by itself."
basis      = "Police records of crimes with an online flag"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "bullying_online_harms", "child_exploitation"]
questions  = ["Which offences are growing, and on which platforms?"]
*/
select
    crime.authority,
    period.period_id,
    crime.offence_group,
    count(*) as numerator
from reference.period as period
join core.online_crime as crime
  on crime.crime_on between period.start_date and period.end_date
where crime.victim_age is null
   or crime.victim_age < 18
group by grouping sets (
    (crime.authority, period.period_id),
    (crime.authority, period.period_id, crime.offence_group)
)

/* examples

[[example]]
because = "two crimes against one child are two; 18 at the crime is out, an unknown age is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.online_crime" = """
crime_id | crime_on   | offence_group | victim_id | victim_age
---------+------------+---------------+-----------+-----------
C1       | 2022-04-01 | Sexual        | V1        | 12
C2       | 2022-06-30 | Harassment    | V1        | 12
C3       | 2022-05-01 | Harassment    | V2        |
C4       | 2022-05-01 | Harassment    | V3        | 18
C5       | 2022-03-31 | Harassment    | V4        | 12
"""
expect    = { numerator = 3 }
expect_by = { offence_group = { Sexual = [1], Harassment = [2] } }
*/
