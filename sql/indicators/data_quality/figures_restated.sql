/*
ref        = "DQ03"
title      = "Published monthly figures restated since"
definition = "Of the monthly figures (totals, one for each indicator and month) of the period that were published as numbers, the share whose count was last published otherwise than it was first published. Figures that are withheld are out. Publications of the scorecard's own quarter are not known to it yet; the restatement report says what is known but not published."
why        = "A figure that often changes after it was published should be read as provisional for longer."
basis      = "Local measure, after the practice of official statistics"
unit       = "%"
better     = "lower"
kind       = "flow"
additive   = true
counts_people = false
audiences  = ["executive", "operational_business"]
questions  = ["Which figures change most after they are published, and what is recorded late behind them?"]
*/
select
    published.authority,
    period.period_id,
    published.indicator as measure,
    count(*) filter (
        where published.last_numerator <> published.first_numerator
        or coalesce(published.last_denominator, -1) <> coalesce(published.first_denominator, -1)
    ) as numerator,
    count(*) as denominator
from reference.period as period
join reference.published_figure as published
  on published.month_start between period.start_date and period.end_date
group by grouping sets (
    (published.authority, period.period_id),
    (published.authority, period.period_id, published.indicator)
)

/* examples

[[example]]
because = "a count that became another is restated, and so is a share of another whole; the same count again is not; another quarter's is not counted"
period  = ["2022-04-01", "2022-06-30"]
given."reference.published_figure" = """
indicator | month_start | first_numerator | first_denominator | last_numerator | last_denominator
----------+-------------+-----------------+-------------------+----------------+-----------------
RF01      | 2022-04-01  | 250             |                   | 253            |
RF01      | 2022-05-01  | 240             |                   | 240            |
RF03      | 2022-05-01  | 50              | 240               | 50             | 241
RF03      | 2022-06-01  | 0               | 0                 | 0              | 0
RF01      | 2022-07-01  | 9               |                   | 10             |
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { measure = { RF01 = [1, 2], RF03 = [1, 2] } }
*/
