/*
setting    = "first_working_day"
indicators = ["SP06", "SP07"]
says       = "conferences were held on working day 15 or 16, where one day more or less in counting decides"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
)

select
    conference.authority,
    count(*) filter (where conference.working_days in (15, 16)) as on_limit,
    count(*) as records
from core.conference as conference
join reported
  on conference.conference_on between reported.first_day and reported.last_day
where conference.working_days is not null
group by conference.authority

/* examples

[[example]]
because = "15 and 16 working days are on the limit; one out of the measure is left out"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.conference" = """
conference_id | conference_on | working_days
--------------+---------------+-------------
C1            | 2022-05-01    | 15
C2            | 2022-05-01    | 16
C3            | 2022-05-01    | 17
C4            | 2022-05-01    |
"""
expect  = [2, 3]
*/
