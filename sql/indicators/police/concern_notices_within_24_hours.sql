/*
ref        = "PO05"
title      = "Police concern notices sent within 24 hours"
definition = "Of the child concern notices that the police sent to the front door in the period, the share sent within 24 elapsed hours of the incident, by type. One whose incident has no time recorded counts as not in time; one dated before its incident is out."
why        = "A worry that arrives late may arrive too late."
basis      = "Local standard"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["Which types come late, and why?"]
*/
select
    notice.authority,
    period.period_id,
    notice.notice_type,
    count(*) filter (where notice.sent_at <= notice.incident_at + interval 24 hours) as numerator,
    count(*) as denominator
from reference.period as period
join core.concern_notice as notice
  on notice.sent_on between period.start_date and period.end_date
where notice.incident_at is null
   or notice.sent_at >= notice.incident_at
group by grouping sets (
    (notice.authority, period.period_id),
    (notice.authority, period.period_id, notice.notice_type)
)

/* examples

[[example]]
because = "24 hours to the minute are in time; one whose incident has no time is not; one before its incident is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.concern_notice" = """
notice_id | incident_at      | sent_at          | sent_on    | notice_type
----------+------------------+------------------+------------+------------
N1        | 2022-05-01 10:00 | 2022-05-02 10:00 | 2022-05-02 | Neglect
N2        | 2022-05-01 10:00 | 2022-05-02 10:01 | 2022-05-02 | Neglect
N3        | 2022-05-03 10:00 | 2022-05-02 10:00 | 2022-05-02 | Neglect
N4        |                  | 2022-05-02 10:00 | 2022-05-02 | Neglect
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { notice_type = { Neglect = [1, 3] } }

[[example]]
because = "sent at the moment of the incident is in time"
period  = ["2022-04-01", "2022-06-30"]
given."core.concern_notice" = """
notice_id | incident_at      | sent_at          | sent_on    | notice_type
----------+------------------+------------------+------------+------------
N1        | 2022-05-01 10:00 | 2022-05-01 10:00 | 2022-05-01 | Neglect
"""
expect  = { numerator = 1, denominator = 1 }
*/
