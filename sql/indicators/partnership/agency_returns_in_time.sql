/*
ref        = "PA04"
title      = "Agency data returns on time and accepted"
definition = "Of the returns of data that agencies were expected to make for the months of the period, the share that came by the day they were due (settings of the partnership, in working days after the month's end) and could be used by then. A return is all the files of one agency for one month; it counts as in time with the first of its files that is accepted, with or without queries. One that was held or refused is not in time until it is released or sent again. Months that were due before the system was set up are not supplied, because nobody watched."
why        = "Figures that come late or cannot be used are no help to the children they are about."
basis      = "Local measure; agreed with the agencies' data-sharing specifications"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
counts_people = false
audiences  = ["executive", "operational_business"]
questions  = ["Which agency has been late more than once, and who is speaking to it?", "What could not be used, and why?"]
*/
select
    expected.authority,
    period.period_id,
    expected.agency,
    count(*) filter (where expected.accepted_on <= expected.due_on) as numerator,
    count(*) as denominator
from reference.period as period
join reference.agency_return as expected
  on expected.month_start between period.start_date and period.end_date
group by grouping sets (
    (expected.authority, period.period_id),
    (expected.authority, period.period_id, expected.agency)
)

/* examples

[[example]]
because = "in time on the due day, not a day later; held until after it, or never come, is not in time; one of another month is not counted"
period  = ["2022-04-01", "2022-06-30"]
given."reference.agency_return" = """
agency    | month_start | due_on     | came_on    | accepted_on
----------+-------------+------------+------------+------------
Police    | 2022-04-01  | 2022-05-13 | 2022-05-13 | 2022-05-13
Police    | 2022-05-01  | 2022-06-14 | 2022-06-15 | 2022-06-15
Workforce | 2022-05-01  | 2022-06-14 | 2022-06-10 | 2022-06-16
Workforce | 2022-06-01  | 2022-07-12 | 2022-07-01 |
EISI      | 2022-06-01  | 2022-07-12 |            |
Police    | 2022-07-01  | 2022-08-10 | 2022-08-01 | 2022-08-01
"""
expect    = { numerator = 1, denominator = 5 }
expect_by = { agency = { Police = [1, 2], Workforce = [0, 2], EISI = [0, 1] } }
*/
