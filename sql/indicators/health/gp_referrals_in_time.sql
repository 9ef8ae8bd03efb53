/*
ref        = "HE02"
title      = "General practice referrals received in time"
definition = "Of the referrals from general practice in the months of the period, the share received within two working days of the concern, as the providers return it. A month with either number withheld or missing is in neither."
why        = "A worry that waits in a practice helps no child."
basis      = "Return of the health providers, measure H07"
unit       = "%"
better     = "higher"
kind       = "flow"
audiences  = ["front_door"]
questions  = ["Which practices need an easier way to refer?"]
*/
with month as (
    select
        health_return.authority,
        health_return.provider,
        health_return.month_start,
        max(case when health_return.row_kind = 'Numerator' then health_return.quantity end) as part,
        max(case when health_return.row_kind = 'Denominator' then health_return.quantity end) as whole
    from core.health_return as health_return
    where health_return.measure_ref = 'H07'
    group by health_return.authority, health_return.provider, health_return.month_start
)

select
    month.authority,
    period.period_id,
    month.provider,
    sum(month.part) as numerator,
    sum(month.whole) as denominator
from reference.period as period
join month
  on month.month_start between period.start_date and period.end_date
where month.part is not null
  and month.whole is not null
group by grouping sets (
    (month.authority, period.period_id),
    (month.authority, period.period_id, month.provider)
)

/* examples

[[example]]
because = "months with both numbers add up; one of which is withheld or missing is left out of both"
period  = ["2022-04-01", "2022-06-30"]
given."core.health_return" = """
measure_ref | provider | row_kind    | month_start | state      | quantity
------------+----------+-------------+-------------+------------+---------
H07         | A        | Numerator   | 2022-04-01  | supplied   | 8
H07         | A        | Denominator | 2022-04-01  | supplied   | 10
H07         | A        | Numerator   | 2022-05-01  | suppressed |
H07         | A        | Denominator | 2022-05-01  | supplied   | 9
H07         | B        | Numerator   | 2022-06-01  | supplied   | 1
H07         | B        | Denominator | 2022-06-01  | supplied   | 2
H99         | B        | Denominator | 2022-06-01  | supplied   | 2
"""
expect    = { numerator = 9, denominator = 12 }
expect_by = { provider = { A = [8, 10], B = [1, 2] } }

[[example]]
because = "other measures are not in it, nor a month without the whole"
period  = ["2022-04-01", "2022-06-30"]
given."core.health_return" = """
measure_ref | provider | row_kind    | month_start | state    | quantity
------------+----------+-------------+-------------+----------+---------
H07         | A        | Numerator   | 2022-04-01  | supplied | 1
H07         | A        | Denominator | 2022-04-01  | supplied | 1
H07         | A        | Numerator   | 2022-05-01  | supplied | 5
H01         | A        | Numerator   | 2022-04-01  | supplied | 1
H01         | A        | Denominator | 2022-04-01  | supplied | 2
"""
expect    = { numerator = 1, denominator = 1 }
expect_by = { provider = { A = [1, 1] } }
*/
