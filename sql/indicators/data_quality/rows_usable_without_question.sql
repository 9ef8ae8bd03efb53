/*
ref        = "DQ01"
title      = "Data quality of what agencies sent"
definition = "Of the rows in the reports that agencies sent for the months of the period and that could be used, the share that passed every rule, weighted by how severe the broken ones are: a row without a query counts 1, one with a query counts what the partnership sets (query_weight), one that was set aside counts nothing. Rows with notes alone count 1. Of several files of one report and month the newest counts; a file that was held or refused is not in it (see PA04). Which indicators could not be counted for want of data is told at the top of the page and on the sheet of deliveries."
why        = "Every other figure rests on these rows."
basis      = "Local measure"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
counts_people = false
audiences  = ["executive", "operational_business"]
questions  = ["Which rule is broken most, and at which desk?", "Do the queries of last month come back?"]
*/
select
    report.authority,
    period.period_id,
    report.agency,
    report.report,
    sum(
        report.records - report.set_aside
        - (1 - cast(setting.value as decimal(4, 2))) * least(report.queried, report.records - report.set_aside)
    ) as numerator,
    sum(report.records) as denominator
from reference.period as period
join reference.agency_report as report
  on report.month_start between period.start_date and period.end_date
join reference.setting as setting
  on setting.authority = report.authority
 and setting.name = 'query_weight'
group by grouping sets (
    (report.authority, period.period_id),
    (report.authority, period.period_id, report.agency),
    (report.authority, period.period_id, report.report)
)

/* examples

[[example]]
because = "of 10 rows 1 set aside and 4 with a query of half a row's weight each leave 7; a row is queried once, however many queries it has"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name         | value
-------------+------
query_weight | 0.5
"""
given."reference.agency_report" = """
agency | report   | month_start | records | queried | set_aside
-------+----------+-------------+---------+---------+----------
Police | Missing  | 2022-04-01  | 10      | 4       | 1
Police | Missing  | 2022-05-01  | 10      | 0       | 0
Police | Custody  | 2022-05-01  | 2       | 5       | 0
EISI   | Episodes | 2022-06-01  | 5       | 0       | 5
EISI   | Episodes | 2022-07-01  | 5       | 0       | 0
"""
expect    = { numerator = 18, denominator = 27 }
expect_by = { agency = { Police = [18, 22], EISI = [0, 5] }, report = { Missing = [17, 20], Custody = [1, 2], Episodes = [0, 5] } }
*/
