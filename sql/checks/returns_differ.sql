/*
code       = "K38"
title      = "Police and interview log differ about a return"
severity   = "query"
message    = "The time at which the police found the child and the time of return in the interview log are more than a day apart."
why        = "The 72 hours begin with the return, so the interview is in time by one agency and late by the other."
remedy     = "Agree when the child returned, and correct the one that is wrong."
indicators = ["MH07", "MH07B", "MH07C"]
*/
select
    return_interview.authority,
    return_interview.interview_id,
    return_interview.report_id,
    return_interview.returned_at,
    missing_report.found_at
from eisi.return_interview as return_interview
join police.missing_report as missing_report
  on missing_report.authority = return_interview.authority
 and missing_report.report_id = return_interview.report_id
where return_interview.returned_at > missing_report.found_at + interval 1 day
   or missing_report.found_at > return_interview.returned_at + interval 1 day

/* examples

[[example]]
because = "a day apart is allowed, more is asked about, in both directions; a blank says nothing"
given."eisi.return_interview" = """
interview_id | report_id | returned_at
-------------+-----------+-----------------
I1           | R1        | 2022-05-02 10:01
I2           | R2        | 2022-05-02 10:00
I3           | R3        | 2022-05-01 09:00
I4           | R4        |
"""
given."police.missing_report" = """
report_id | found_at
----------+-----------------
R1        | 2022-05-01 10:00
R2        | 2022-05-01 10:00
R3        | 2022-05-03 10:00
R4        | 2022-05-03 10:00
"""
expect = """
interview_id
------------
I1
I3
"""
*/
