/*
ref        = "DQ01"
title      = "Data quality of what agencies sent"
definition = "Of the rows in the reports that agencies sent for the months of the period and that could be used, the share that passed every rule, weighted by how severe the broken ones are: a row without a query counts 1, one with a query counts what the partnership sets (query_weight), one that was set aside counts nothing. Rows with notes alone count 1. Of several files of one report and month the newest counts; a file that was held or refused is not in it (see PA04). By rule: of all rows of the reports in which it was ever broken, the share that kept it, whatever its weight; notes are no rules; the page of sources says what each rule asks. Which indicators could not be counted for want of data is told at the top of the page and on the sheet of deliveries."
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
with line as (
    select
        report.authority,
        report.month_start,
        report.agency,
        report.report,
        report.rule,
        report.rule is null as is_report,
        report.records,
        case
            when report.rule is not null then report.records - report.broken
            else report.records - report.set_aside
                - (1 - cast(setting.value as decimal(4, 2)))
                * least(report.queried, report.records - report.set_aside)
        end as usable
    from reference.agency_report as report
    join reference.setting as setting
      on setting.authority = report.authority
     and setting.name = 'query_weight'
)

select
    line.authority,
    period.period_id,
    line.agency,
    line.report,
    line.rule,
    sum(line.usable) as numerator,
    sum(line.records) as denominator
from reference.period as period
join line
  on line.month_start between period.start_date and period.end_date
group by grouping sets (
    (line.authority, period.period_id, line.is_report),
    (line.authority, period.period_id, line.is_report, line.agency),
    (line.authority, period.period_id, line.is_report, line.report),
    (line.authority, period.period_id, line.rule)
)
-- a rule's rows stand beside those of its report, and count under the rule alone
having line.is_report or line.rule is not null

/* examples

[[example]]
because = "of 10 rows 1 set aside and 4 with a query of half a row's weight each leave 7; a row is queried once, however many queries it has; a rule counts every row that broke it"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name         | value
-------------+------
query_weight | 0.5
reports_due  | 3
"""
given."reference.agency_report" = """
agency | report   | rule | month_start | records | queried | set_aside | broken
-------+----------+------+-------------+---------+---------+-----------+-------
Police | Missing  |      | 2022-04-01  | 10      | 4       | 1         |
Police | Missing  | R1   | 2022-04-01  | 10      | 4       | 1         | 1
Police | Missing  | R2   | 2022-04-01  | 10      | 4       | 1         | 4
Police | Missing  |      | 2022-05-01  | 10      | 0       | 0         |
Police | Missing  | R1   | 2022-05-01  | 10      | 0       | 0         | 0
Police | Missing  | R2   | 2022-05-01  | 10      | 0       | 0         | 0
Police | Custody  |      | 2022-05-01  | 2       | 5       | 0         |
Police | Custody  | R2   | 2022-05-01  | 2       | 5       | 0         | 2
EISI   | Episodes |      | 2022-06-01  | 5       | 0       | 5         |
EISI   | Episodes |      | 2022-07-01  | 5       | 0       | 0         |
"""
expect    = { numerator = 18, denominator = 27 }
expect_by = { agency = { Police = [18, 22], EISI = [0, 5] }, report = { Missing = [17, 20], Custody = [1, 2], Episodes = [0, 5] }, rule = { R1 = [19, 20], R2 = [16, 22] } }
*/
