/*
ref        = "PA02"
title      = "Section 11 requirements met"
definition = "Of the rated requirements in the section 11 audits of the audit year that the last day of the period lies in (April to March), the share rated as met, by agency and by standard. Partially met is not met."
why        = "Every agency has a duty to have its own house in order."
basis      = "Children Act 2004, section 11; Working Together"
unit       = "%"
better     = "higher"
kind       = "snapshot"
audiences  = ["policy_workforce"]
questions  = ["Which requirement is least often met?"]
*/
select
    section_11.authority,
    period.period_id,
    section_11.agency,
    section_11.standard,
    count(*) filter (where section_11.is_met) as numerator,
    count(*) as denominator
from reference.period as period
join core.section_11 as section_11
  on section_11.starts_on <= period.end_date
 and cast(section_11.starts_on + interval 12 months as date) > period.end_date
where section_11.is_rated
group by grouping sets (
    (section_11.authority, period.period_id),
    (section_11.authority, period.period_id, section_11.agency),
    (section_11.authority, period.period_id, section_11.standard)
)

/* examples

[[example]]
because = "only met is met; another year's audit is out"
period  = ["2023-01-01", "2023-03-31"]
given."core.section_11" = """
audit_year | starts_on  | agency | standard | requirement | is_met | is_rated
-----------+------------+--------+----------+-------------+--------+---------
2022-23    | 2022-04-01 | Police | S1       | R1          | true   | true
2022-23    | 2022-04-01 | Police | S1       | R2          | false  | true
2022-23    | 2022-04-01 | Health | S2       | R1          | true   | true
2022-23    | 2022-04-01 | Health | S2       | R2          |        | false
2021-22    | 2021-04-01 | Health | S2       | R1          | false  | true
"""
expect    = { numerator = 2, denominator = 3 }
expect_by = { agency = { Police = [1, 2], Health = [1, 1] }, standard = { S1 = [1, 2], S2 = [1, 1] } }

[[example]]
because = "an audit counts from the day its year starts for twelve months"
period  = ["2023-01-01", "2023-03-31"]
given."core.section_11" = """
audit_year | starts_on  | agency | standard | requirement | is_met | is_rated
-----------+------------+--------+----------+-------------+--------+---------
2022-23    | 2022-03-31 | Police | S1       | R1          | false  | true
2023-24    | 2023-03-31 | Police | S1       | R1          | true   | true
2024-25    | 2023-04-01 | Police | S1       | R1          | false  | true
"""
expect  = { numerator = 1, denominator = 1 }
*/
