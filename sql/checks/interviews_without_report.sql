/*
code       = "K11"
title      = "Return home interview without a missing report"
severity   = "note"
message    = "No police report of a missing child has the reference that this row of the interview log names, so it is not matched and counts in no rate."
why        = "An interview that belongs to no report is in no share."
remedy     = "Correct the police reference in the log, or ask the police for the report."
indicators = ["MH05", "MH06", "MH07"]
*/
select
    return_interview.authority,
    return_interview.interview_id,
    return_interview.delivery_id,
    return_interview.sheet_number,
    return_interview.row_number
from eisi.return_interview as return_interview
where not exists (
    select 1
    from police.missing_report as missing_report
    where missing_report.authority = return_interview.authority
      and missing_report.report_id = return_interview.report_id
)

/* examples

[[example]]
because = "a reference that the police do not have and a blank one are not matched"
given."eisi.return_interview" = """
interview_id | report_id
-------------+----------
I1           | R1
I2           | R9
I3           |
"""
given."police.missing_report" = """
report_id
---------
R1
"""
expect = """
interview_id
------------
I2
I3
"""
*/
