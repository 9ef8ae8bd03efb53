/*
ref        = "FD06"
title      = "Outcomes fed back to the professional who made contact"
definition = "Of the contacts from professionals about children under 18 that were decided in the period, the share whose outcome was sent within one working day of the decision (a local standard, the setting feedback_working_days). Sent on the same day is day 0. One never sent is late. Families, friends, anonymous and unknown sources are out."
why        = "Someone who never hears what came of a worry may not voice the next one."
basis      = "Working Together: feedback to referrers; local standard"
unit       = "%"
better     = "higher"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["Which agencies hear nothing?"]
*/
select
    contact.authority,
    period.period_id,
    contact.source_group,
    count(*) filter (
        where sent.working_day_number - decided.working_day_number <= cast(coalesce(setting.value, '1') as integer)
    ) as numerator,
    count(*) as denominator
from reference.period as period
join core.contact as contact
  on contact.decided_on between period.start_date and period.end_date
left join reference.calendar as decided
  on decided.day = contact.decided_on
left join reference.calendar as sent
  on sent.day = contact.outcome_sent_on
left join reference.setting as setting
  on setting.authority = contact.authority
 and setting.name = 'feedback_working_days'
where contact.source_code not in ('1A', '1B', '1C', '1D', '9', '10')
  and (contact.adult_on is null or contact.adult_on > contact.decided_on)
group by grouping sets (
    (contact.authority, period.period_id),
    (contact.authority, period.period_id, contact.source_group)
)

/* examples

[[example]]
because = "decided on a Friday and sent on Monday is one working day; sent on Tuesday or never is late; a parent is no professional"
period  = ["2022-04-01", "2022-06-30"]
given."core.contact" = """
contact_id | decided_on | outcome_sent_on | source_code | source_group
-----------+------------+-----------------+-------------+-------------
C1         | 2022-04-22 | 2022-04-25      | 6           | Police
C2         | 2022-04-22 | 2022-04-26      | 6           | Police
C3         | 2022-04-22 |                 | 3A          | Health
C4         | 2022-04-22 | 2022-04-22      | 3A          | Health
C5         | 2022-04-22 | 2022-04-22      | 1A          | Family/Friend
C6         | 2022-07-01 | 2022-07-01      | 6           | Police
"""
expect    = { numerator = 2, denominator = 4 }
expect_by = { source_group = { Police = [1, 2], Health = [1, 2] } }
*/
