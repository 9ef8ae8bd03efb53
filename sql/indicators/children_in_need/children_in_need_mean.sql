/*
ref        = "CN04"
title      = "Children in need, mean of month ends"
definition = "The mean over the period's months of the children in need at each month's end (as counted in CN01). The number of months is the denominator. A mean of the year and the number at its end can move in opposite directions: read them together."
why        = "Smooths the months; the annual report prints it."
basis      = "Local: annual report of the partnership"
unit       = "mean"
better     = "neither"
kind       = "flow"
mean_of    = "CN01"
audiences  = ["child_neglect"]
questions  = ["Do the mean and the number at the end of the period tell the same story?"]
*/
with month_end as (
    select distinct
        calendar.day
    from reference.period as period
    join reference.calendar as calendar
      on calendar.day between period.start_date and period.end_date
    where calendar.day = last_day(calendar.day)
),

-- spells of need of one child never share a day: on each it has one at most
counted as (
    select
        episode.authority,
        month_end.day,
        count(*) as children
    from month_end
    join core.cin_episode as episode
      on episode.start_on <= month_end.day
     and (episode.end_on is null or episode.end_on > month_end.day)
    where episode.adult_on is null
       or episode.adult_on > month_end.day
    group by episode.authority, month_end.day
)

select
    authority.authority,
    period.period_id,
    coalesce(sum(counted.children), 0) as numerator,
    max(period.months) as denominator
from reference.period as period
cross join reference.authority as authority
left join counted
  on counted.authority = authority.authority
 and counted.day between period.start_date and period.end_date
group by authority.authority, period.period_id

/* examples

[[example]]
because = "2 children at the end of April, 2 of May and 1 of June make 5 over 3 months"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | adult_on
-----------+----------+------------+------------+-----------
E1         | A        | 2022-04-30 | 2022-06-30 |
E2         | B        | 2022-01-01 | 2022-05-31 |
E3         | C        | 2022-05-15 |            |
E4         | D        | 2022-01-01 |            | 2022-04-30
"""
expect  = { numerator = 5, denominator = 3 }

[[example]]
because = "of a month it is the number at its end"
period  = ["2022-02-01", "2022-02-28"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on
-----------+----------+------------+-----------
E1         | A        | 2022-02-28 |
E2         | B        | 2022-01-01 | 2022-02-28
"""
expect  = { numerator = 1, denominator = 1 }

[[example]]
because = "a child counts up to the month before turning 18"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on | adult_on
-----------+----------+------------+--------+-----------
E1         | A        | 2022-01-01 |        | 2022-05-01
"""
expect  = { numerator = 1, denominator = 3 }

[[example]]
because = "a period in which no child was in need has the mean of nought"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-07-01
"""
expect  = { numerator = 0, denominator = 3 }
*/
