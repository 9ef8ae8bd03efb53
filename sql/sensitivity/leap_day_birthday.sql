/*
setting    = "leap_day_birthday"
indicators = []
says       = "children who turned 18 were born on 29 February"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
)

select
    child.authority,
    count(*) filter (where cast(child.birth_date as varchar) like '%-02-29') as on_limit,
    count(*) as records
from core.child as child
join reported
  on child.adult_on between reported.first_day and reported.last_day
group by child.authority

/* examples

[[example]]
because = "only those who turned 18 in what is reported"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-02 | 2022-02-01 | 2022-02-28
month:2022-03 | 2022-03-01 | 2022-03-31
"""
given."core.child" = """
child_id | birth_date | adult_on
---------+------------+-----------
A        | 2004-02-29 | 2022-03-01
B        | 2004-02-28 | 2022-02-28
C        | 2008-02-29 | 2026-03-01
D        |            |
"""
expect  = [1, 2]
*/
