/*
ref        = "FD06"
title      = "Outcome told to the referrer within the local standard"
definition = "Of the contacts from professionals (police, health, schools and education, the local authority, legal agencies) about children under 18 that were received in the period and decided, the share whose referrer was told the outcome within the local standard of working days after the day of the decision, which is day 0 (the setting feedback_working_days, as shipped 1). One never told counts as not in time, nor does one told before the decision. Outcomes told after the period count once they are known, so the last weeks are provisional."
why        = "Whoever raised a worry has to know what came of it, or it is raised again, or never again."
basis      = "Local standard of the partnership"
unit       = "%"
better     = "higher"
kind       = "cohort"
additive   = true
audiences  = ["front_door"]
questions  = ["Which agencies wait longest to hear?", "Who is never told?"]
*/
select
    contact.authority,
    period.period_id,
    contact.source_group,
    count(*) filter (
        where contact.outcome_sent_at >= contact.decided_at
          and sent.working_day_number - decided.working_day_number
            <= cast(coalesce(setting.value, '1') as integer)
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.contact as contact
  on contact.received_on between period.start_date and period.end_date
join reference.calendar as decided
  on decided.day = contact.decided_on
left join reference.calendar as sent
  on sent.day = contact.outcome_sent_on
left join reference.setting as setting
  on setting.authority = contact.authority
 and setting.name = 'feedback_working_days'
where contact.source_group in ('Police', 'Health', 'Schools/Education', 'Local Authority', 'Legal agency')
  and (contact.adult_on is null or contact.adult_on > contact.received_on)
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group)
)

/* examples

[[example]]
because = "decided on Friday 6 May 2022, told on Monday is in time, on Tuesday it is not; one never told is late; open contacts and families are out"
period  = ["2022-05-01", "2022-05-31"]
given."core.contact" = """
contact_id | received_on | decided_at       | decided_on | outcome_sent_at  | outcome_sent_on | source_group
-----------+-------------+------------------+------------+------------------+-----------------+---------------
C1         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-09 15:00 | 2022-05-09      | Police
C2         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-10 09:00 | 2022-05-10      | Police
C3         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 |                  |                 | Health
C4         | 2022-05-06  |                  |            |                  |                 | Health
C5         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-06 13:00 | 2022-05-06      | Family/Friend
C6         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-06 11:00 | 2022-05-06      | Health
"""
expect    = { numerator = 1, denominator = 4 }
expect_by = { source_group = { Police = [1, 2], Health = [0, 2] } }

[[example]]
because = "18 on the day is out, a day younger is in; told at the moment of the decision is in time"
period  = ["2022-05-01", "2022-05-31"]
given."core.contact" = """
contact_id | received_on | decided_at       | decided_on | outcome_sent_at  | outcome_sent_on | source_group | adult_on
-----------+-------------+------------------+------------+------------------+-----------------+--------------+-----------
C1         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-06 13:00 | 2022-05-06      | Police       | 2022-05-06
C2         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-06 12:00 | 2022-05-06      | Police       | 2022-05-07
"""
expect    = { numerator = 1, denominator = 1 }
expect_by = { source_group = { Police = [1, 1] } }

[[example]]
because = "where the partnership gives two working days, Tuesday is in time after a Friday and Wednesday is not"
period  = ["2022-05-01", "2022-05-31"]
given."reference.setting" = """
name                  | value
----------------------+------
feedback_working_days | 2
reports_due           | 3
"""
given."core.contact" = """
contact_id | received_on | decided_at       | decided_on | outcome_sent_at  | outcome_sent_on | source_group
-----------+-------------+------------------+------------+------------------+-----------------+-------------
C1         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-10 09:00 | 2022-05-10      | Police
C2         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-11 09:00 | 2022-05-11      | Police
"""
expect    = { numerator = 1, denominator = 2 }
expect_by = { source_group = { Police = [1, 2] } }

[[example]]
because = "professionals are the police, health, schools, the local authority and legal agencies; nobody else is told within a time"
period  = ["2022-05-01", "2022-05-31"]
given."core.contact" = """
contact_id | received_on | decided_at       | decided_on | outcome_sent_at  | outcome_sent_on | source_group
-----------+-------------+------------------+------------+------------------+-----------------+------------------
C1         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-09 15:00 | 2022-05-09      | Schools/Education
C2         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-09 15:00 | 2022-05-09      | Local Authority
C3         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-09 15:00 | 2022-05-09      | Legal agency
C4         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-09 15:00 | 2022-05-09      | Other
C5         | 2022-05-06  | 2022-05-06 12:00 | 2022-05-06 | 2022-05-09 15:00 | 2022-05-09      | Not recorded
"""
expect    = { numerator = 3, denominator = 3 }
expect_by = { source_group = { "Schools/Education" = [1, 1], "Local Authority" = [1, 1], "Legal agency" = [1, 1] } }
*/
