/*
grain   = "one child concern notice that the police sent to the front door"
key     = ["authority", "notice_id"]
rows    = ["police.concern_notice"]
[columns]
authority = "varchar"
notice_id = "varchar"
notice_type = "varchar"
incident_at = "timestamp"
sent_at = "timestamp"
sent_on = "date"
*/
select
    concern_notice.authority,
    concern_notice.notice_id,
    coalesce(concern_notice.notice_type, 'Not recorded') as notice_type,
    concern_notice.incident_at,
    concern_notice.sent_at,
    concern_notice.sent_on
from police.concern_notice as concern_notice

/* examples

[[example]]
because = "a notice without a type is told as such"
given."police.concern_notice" = """
notice_id | notice_type
----------+------------
N1        | Neglect
N2        |
"""
expect = """
notice_id | notice_type
----------+-------------
N1        | Neglect
N2        | Not recorded
"""
*/
