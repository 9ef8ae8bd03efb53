/*
ref        = "PO06"
title      = "Police attendance in time where a child is at risk"
definition = "Of the graded incidents with a child at risk reported in the period, the share attended within the standard of their grade (the settings attend_minutes_immediate, attend_minutes_priority and attend_minutes_standard). One that was not attended, or before it was reported, is not in time."
why        = "A child at risk should not wait for an officer."
basis      = "Local standard of the force"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["Which grade misses its standard, at what time of day?"]
*/
with standard as (
    select
        setting.authority,
        case setting.name
            when 'attend_minutes_immediate' then 'Immediate'
            when 'attend_minutes_priority' then 'Priority'
            else 'Standard'
        end as grade,
        cast(setting.value as integer) as minutes
    from reference.setting as setting
    where setting.name in ('attend_minutes_immediate', 'attend_minutes_priority', 'attend_minutes_standard')
)

select
    incident.authority,
    period.period_id,
    incident.grade,
    count(*) filter (
        where incident.attended_at >= incident.reported_at
          and date_diff('second', incident.reported_at, incident.attended_at) <= 60 * standard.minutes
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.child_risk_incident as incident
  on incident.reported_on between period.start_date and period.end_date
join standard
  on standard.authority = incident.authority
 and standard.grade = incident.grade
group by grouping sets (
    (incident.authority, period.period_id),
    (incident.authority, period.period_id, incident.grade)
)

/* examples

[[example]]
because = "the last minute of the standard is in time; never attended is not; one without a grade has no standard"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
authority | name                     | value
----------+--------------------------+------
370       | attend_minutes_immediate | 15
370       | attend_minutes_priority  | 60
370       | attend_minutes_standard  | 2880
"""
given."core.child_risk_incident" = """
incident_id | grade        | reported_on | reported_at      | attended_at
------------+--------------+-------------+------------------+-----------------
N1          | Immediate    | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 10:15
N2          | Immediate    | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 10:16
N3          | Priority     | 2022-05-01  | 2022-05-01 10:00 |
N4          | Standard     | 2022-05-01  | 2022-05-01 10:00 | 2022-05-02 10:00
N5          | Not recorded | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 10:01
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { grade = { Immediate = [1, 2], Priority = [0, 1], Standard = [1, 1] } }

[[example]]
because = "attended at the moment of the report is in time, before it is not; a setting of another name is no standard of any grade"
period  = ["2022-04-01", "2022-06-30"]
given."reference.setting" = """
name                     | value
-------------------------+------
attend_minutes_immediate | 15
attend_minutes_standard  | 60
another                  | 15
"""
given."core.child_risk_incident" = """
incident_id | grade     | reported_on | reported_at      | attended_at
------------+-----------+-------------+------------------+-----------------
N1          | Immediate | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 10:00
N2          | Immediate | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 09:55
N3          | Standard  | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 11:00
N4          | Standard  | 2022-05-01  | 2022-05-01 10:00 | 2022-05-01 11:01
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { grade = { Immediate = [1, 2], Standard = [1, 2] } }
*/
