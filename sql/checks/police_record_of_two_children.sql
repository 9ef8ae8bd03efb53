/*
code       = "K15"
title      = "One police record with two Mosaic IDs"
severity   = "query"
message    = "The police's missing reports name one nominal with two different Mosaic IDs, so the episodes of two children may be counted as one child's."
why        = "Two children's episodes may be counted as one child's."
remedy     = "Ask the police which child each report is about, and correct the Mosaic ID."
indicators = ["MH01", "MH02", "MH04"]
*/
select
    missing_report.authority,
    missing_report.nominal_id,
    count(distinct missing_report.child_id) as children
from police.missing_report as missing_report
where missing_report.child_id is not null
group by missing_report.authority, missing_report.nominal_id
having count(distinct missing_report.child_id) > 1

/* examples

[[example]]
because = "two Mosaic IDs of one nominal are asked about; a blank one, or two nominals of one child, are not"
given."police.missing_report" = """
report_id | nominal_id | child_id
----------+------------+---------
R1        | N1         | A
R2        | N1         | B
R3        | N2         | A
R4        | N2         |
"""
expect = """
nominal_id | children
-----------+---------
N1         | 2
"""
*/
