/*
ref        = "RF09"
title      = "Referral decisions within one working day"
definition = "Of the referrals received in the period, the share decided within one working day of receipt, which is day 0. A referral without a decision counts as late once its day has passed by the end of the period, and is left out before."
why        = "Working Together asks that a social worker decides within one working day what a referral needs."
basis      = "Working Together: decision within one working day"
unit       = "%"
better     = "higher"
kind       = "flow"
audiences  = ["front_door"]
questions  = ["Which days of the week are the late ones received on?"]
*/
select
    referral.authority,
    period.period_id,
    count(*) filter (where decided.working_day_number - received.working_day_number <= 1) as numerator,
    count(*) as denominator
from reference.period as period
join core.referral as referral
  on referral.referral_on between period.start_date and period.end_date
left join reference.calendar as received
  on received.day = referral.referral_on
left join reference.calendar as decided
  on decided.day = referral.decided_on
left join reference.calendar as last_day
  on last_day.day = period.end_date
where referral.is_counted
  and (referral.decided_on is not null or last_day.working_day_number - received.working_day_number > 1)
group by referral.authority, period.period_id

/* examples

[[example]]
because = "received on a Friday and decided on Monday is one working day, on Tuesday late; open and past its day is late; open and not yet due is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.referral" = """
referral_id | referral_on | decided_on | is_counted
------------+-------------+------------+-----------
R1          | 2022-04-22  | 2022-04-25 | true
R2          | 2022-04-22  | 2022-04-26 | true
R3          | 2022-04-22  |            | true
R4          | 2022-06-29  |            | true
R5          | 2022-06-30  | 2022-07-01 | true
R6          | 2022-04-22  | 2022-04-22 | false
"""
expect  = { numerator = 2, denominator = 4 }
*/
