/*
ref        = "SP08"
title      = "Initial conferences after more than one strategy discussion"
definition = "Of the initial child protection conferences that SP06 counts, the share with two or more recorded strategy discussions in the unbroken chain (see SP07) up to the conference."
why        = "Discussion after discussion can put off the decision, and starts the enquiry clock late."
basis      = "Ofsted, inspection of Barnsley children services 2018"
unit       = "%"
better     = "lower"
kind       = "flow"
additive   = true
audiences  = ["child_neglect"]
questions  = ["What did the second discussion know that the first did not?"]
*/
select
    chain.authority,
    period.period_id,
    chain.team_name,
    count(*) filter (where chain.discussions >= 2) as numerator,
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
because = "two are more than one"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_chain" = """
conference_id | conference_on | discussions | team_name
--------------+---------------+-------------+----------
C1            | 2022-06-14    | 1           | North
C2            | 2022-06-14    | 2           | North
C3            | 2022-06-14    | 0           | South
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { team_name = { North = [1, 2], South = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.strategy_chain" = """
conference_id | conference_on | discussions | adult_on
--------------+---------------+-------------+-----------
C1            | 2022-06-14    | 2           | 2022-06-14
C2            | 2022-06-14    | 1           | 2022-06-15
"""
expect  = { numerator = 0, denominator = 1 }
*/
