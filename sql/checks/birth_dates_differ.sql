/*
code       = "K37"
title      = "Agencies differ about a date of birth"
severity   = "query"
message    = "The police or the early help system have another date of birth than the case system for the same Mosaic ID, so the Mosaic ID may be another child's."
why        = "A record that is joined to the wrong child makes that child look missing or helped."
remedy     = "Check which child the record is about, and correct the Mosaic ID or the date of birth."
indicators = ["MH01", "MH02", "MH07", "EH01"]
*/
with record as (
    select
        missing_report.authority,
        'Missing report' as record_kind,
        missing_report.report_id as record_id,
        missing_report.child_id,
        missing_report.birth_date
    from police.missing_report as missing_report
    union all
    select
        return_interview.authority,
        'Return home interview' as record_kind,
        return_interview.interview_id as record_id,
        return_interview.child_id,
        return_interview.birth_date
    from eisi.return_interview as return_interview
    union all
    select
        episode.authority,
        'Early help episode' as record_kind,
        episode.eisi_id as record_id,
        episode.child_id,
        episode.birth_date
    from eisi.early_help_episode as episode
)

select
    record.authority,
    record.record_kind,
    record.record_id,
    record.child_id
from record
join core.child as child
  on child.authority = record.authority
 and child.child_id = record.child_id
where record.birth_date <> child.birth_date

/* examples

[[example]]
because = "another date is asked about; the same one, or a blank on either side, is not"
given."core.child" = """
child_id | birth_date
---------+-----------
A        | 2010-05-01
B        |
"""
given."police.missing_report" = """
report_id | child_id | birth_date
----------+----------+-----------
R1        | A        | 2010-01-05
R2        | A        | 2010-05-01
R3        | A        |
R4        | B        | 2010-01-05
R5        | C        | 2010-01-05
"""
given."eisi.return_interview" = """
interview_id | child_id | birth_date
-------------+----------+-----------
I1           | A        | 2011-05-01
"""
given."eisi.early_help_episode" = """
eisi_id | child_id | birth_date
--------+----------+-----------
E1      | A        | 2010-05-01
E2      | A        | 2010-05-02
"""
expect = """
record_kind           | record_id
----------------------+----------
Missing report        | R1
Return home interview | I1
Early help episode    | E2
"""
*/
