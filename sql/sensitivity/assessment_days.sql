/*
setting    = "first_working_day"
indicators = ["AS02"]
says       = "assessments were authorised on working day 45 or 46, where one day more or less in counting decides"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
)

select
    assessment.authority,
    count(*) filter (where assessment.working_days in (45, 46)) as on_limit,
    count(*) as records
from core.assessment as assessment
join reported
  on assessment.authorised_on between reported.first_day and reported.last_day
group by assessment.authority

/* examples

[[example]]
because = "45 and 46 working days are on the limit"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.assessment" = """
assessment_id | authorised_on | working_days
--------------+---------------+-------------
A1            | 2022-05-01    | 44
A2            | 2022-05-01    | 45
A3            | 2022-05-01    | 46
A4            | 2022-05-01    | 47
A5            | 2022-06-01    | 45
A6            |               | 45
"""
expect  = [2, 4]
*/
