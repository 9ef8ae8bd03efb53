/*
code       = "K44"
title      = "Mosaic ID that the case system does not have"
severity   = "query"
message    = "The police or the early help system name a Mosaic ID that is not in the case system's list of children."
why        = "A child who is known to social care is shown as unknown, or two records of one child stay apart."
remedy     = "Correct the Mosaic ID, or leave it blank if the child is not known to social care."
indicators = ["MH01", "EH01"]
*/
with record as (
    select
        missing_report.authority,
        'Missing report' as record_kind,
        missing_report.report_id as record_id,
        missing_report.child_id
    from police.missing_report as missing_report
    union all
    select
        return_interview.authority,
        'Return home interview' as record_kind,
        return_interview.interview_id as record_id,
        return_interview.child_id
    from eisi.return_interview as return_interview
    union all
    select
        episode.authority,
        'Early help episode' as record_kind,
        episode.eisi_id as record_id,
        episode.child_id
    from eisi.early_help_episode as episode
),

listed as (
    select distinct
        child.authority
    from core.child as child
)

select
    record.authority,
    record.record_kind,
    record.record_id,
    record.child_id
from record
join listed
  on listed.authority = record.authority
left join core.child as child
  on child.authority = record.authority
 and child.child_id = record.child_id
where record.child_id is not null
  and child.child_id is null

/* examples

[[example]]
because = "an unknown number is asked about, a blank one is not"
given."core.child" = """
child_id
--------
A
"""
given."police.missing_report" = """
report_id | child_id
----------+---------
R1        | A
R2        | Z
R3        |
"""
given."eisi.early_help_episode" = """
eisi_id | child_id
--------+---------
E1      | Y
"""
expect = """
record_kind        | record_id
-------------------+----------
Missing report     | R2
Early help episode | E1
"""

[[example]]
because = "without a list of children nothing can be said"
given."police.missing_report" = """
report_id | child_id
----------+---------
R2        | Z
"""
expect_rows = 0
*/
