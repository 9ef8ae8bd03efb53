/*
ref        = "SP07"
title      = "Initial conferences within 15 working days of the first strategy discussion"
definition = "Of the initial child protection conferences that SP06 counts, the share held within 15 working days of the first strategy discussion of the unbroken chain that led to it. The chain reaches back from the discussion that began the enquiry over discussions about the same child in the same referral, or in one that nobody recorded, with no more than 30 days between one and the next (the setting strategy_chain_gap_days), even where an enquiry in between ended without a conference."
why        = "When discussions follow one another the child waits from the first, while the enquiry clock starts with the last."
basis      = "Local counter-measure; Ofsted, inspection of Barnsley children services 2018: the one clock gave false assurance"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["executive", "child_neglect"]
questions  = ["What was waited for between the discussions?"]
*/
select
    chain.authority,
    period.period_id,
    chain.team_name,
    count(*) filter (where chain.working_days <= 15) as numerator,
    count(*) as denominator
from reference.period as period
join core.strategy_chain as chain
  on chain.conference_on between period.start_date and period.end_date
where (chain.adult_on is null or chain.adult_on > chain.conference_on)
group by grouping sets (
    (chain.authority, period.period_id),
    (chain.authority, period.period_id, chain.team_name)
)

/* examples

[[example]]
because = "day 15 from the first discussion is in time, day 16 is not"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_chain" = """
conference_id | conference_on | working_days | added_days | discussions | team_name | adult_on
--------------+---------------+--------------+------------+-------------+-----------+-----------
C1            | 2022-06-14    | 15           | 0          | 1           | North     |
C2            | 2022-06-14    | 16           | 4          | 2           | North     |
C3            | 2022-06-14    | 3            | 0          | 1           | South     | 2022-06-14
C4            | 2022-07-01    | 3            | 0          | 1           | South     |
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { team_name = { North = [1, 2] } }

[[example]]
because = "a child who turns 18 the day after is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_chain" = """
conference_id | conference_on | working_days | adult_on
--------------+---------------+--------------+-----------
C1            | 2022-06-14    | 15           | 2022-06-15
"""
expect  = { numerator = 1, denominator = 1 }
*/
