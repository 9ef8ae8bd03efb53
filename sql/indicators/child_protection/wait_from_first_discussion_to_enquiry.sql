/*
ref        = "SP07D"
title      = "Median wait from the first strategy discussion to the one that began the enquiry"
definition = "The median number of working days between the two clocks of SP06 and SP07, among the conferences whose chain began before the discussion that began the enquiry: how much waiting the enquiry clock does not see."
why        = "Shows what the clock that starts last leaves out."
basis      = "Local counter-measure"
unit       = "days"
better     = "lower"
kind       = "flow"
audiences  = ["executive", "child_neglect"]
questions  = ["Why was the first discussion not the one that began the enquiry?"]
*/
select
    chain.authority,
    period.period_id,
    percentile_cont(0.5) within group (order by chain.added_days) as numerator
from reference.period as period
join core.strategy_chain as chain
  on chain.conference_on between period.start_date and period.end_date
where chain.chain_start_on < chain.clock_start_on
  and (chain.adult_on is null or chain.adult_on > chain.conference_on)
group by chain.authority, period.period_id

/* examples

[[example]]
because = "the median of 2, 4 and 9; a chain that begins with the enquiry has no second clock"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_chain" = """
conference_id | conference_on | chain_start_on | clock_start_on | added_days
--------------+---------------+----------------+----------------+-----------
C1            | 2022-06-14    | 2022-06-01     | 2022-06-07     | 2
C2            | 2022-06-14    | 2022-05-27     | 2022-06-06     | 4
C3            | 2022-06-14    | 2022-05-20     | 2022-06-07     | 9
C4            | 2022-06-14    | 2022-06-07     | 2022-06-07     | 0
"""
expect  = { numerator = 4 }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_chain" = """
conference_id | conference_on | chain_start_on | clock_start_on | added_days | adult_on
--------------+---------------+----------------+----------------+------------+-----------
C1            | 2022-06-14    | 2022-05-20     | 2022-06-07     | 9          | 2022-06-14
C2            | 2022-06-14    | 2022-06-01     | 2022-06-07     | 2          | 2022-06-15
"""
expect  = { numerator = 2 }
*/
