/*
grain   = "one requirement of one agency's section 11 audit"
key     = ["authority", "audit_year", "agency", "standard", "requirement"]
rows    = ["partnership.section_11"]
[columns]
authority = "varchar"
audit_year = "varchar"
starts_on = "date"
agency = "varchar"
standard = "varchar"
requirement = "varchar"
is_met = "boolean"
is_rated = "boolean"
*/
select
    section_11.authority,
    section_11.year as audit_year,
    -- the audit year runs from April, as 2022-23 does
    cast(concat(substring(section_11.year, 1, 4), '-04-01') as date) as starts_on,
    section_11.agency,
    section_11.standard,
    section_11.requirement,
    section_11.rating = 'Met' as is_met,
    section_11.rating is not null as is_rated
from partnership.section_11 as section_11

/* examples

[[example]]
because = "an audit year begins in April; what is partly met is not met, and a blank rating is none"
given."partnership.section_11" = """
year    | agency | standard | requirement | rating
--------+--------+----------+-------------+--------------
2022-23 | Health | 1        | a           | Met
2022-23 | Health | 1        | b           | Partially met
2022-23 | Health | 1        | c           |
"""
expect = """
requirement | starts_on  | is_met | is_rated
------------+------------+--------+---------
a           | 2022-04-01 | true   | true
b           | 2022-04-01 | false  | true
c           | 2022-04-01 |        | false
"""
*/
