/*
setting    = ""
indicators = ["AS02", "AS03"]
says       = "first assessments after a referral were in time from their own start and late from the referral: the census table may mean the one clock or the other, so that both stand beside each other"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
)

select
    assessment.authority,
    count(*) filter (
        where assessment.working_days <= 45
          and authorised.working_day_number - referred.working_day_number > 45
    ) as on_limit,
    count(*) as records
from core.assessment as assessment
join reported
  on assessment.authorised_on between reported.first_day and reported.last_day
join reference.calendar as referred
  on referred.day = assessment.referral_on
join reference.calendar as authorised
  on authorised.day = assessment.authorised_on
where assessment.place_in_referral = 1
group by assessment.authority

/* examples

[[example]]
because = "45 working days from the start and 46 from the referral are late by one clock only; late by both or in time by both is no question, nor is a second assessment"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.assessment" = """
assessment_id | referral_on | authorised_on | working_days | place_in_referral
--------------+-------------+---------------+--------------+------------------
A1            | 2022-02-01  | 2022-05-01    | 45           | 1
A2            | 2022-02-01  | 2022-05-01    | 46           | 1
A3            | 2022-04-01  | 2022-05-01    | 10           | 1
A4            | 2022-02-01  | 2022-05-01    | 10           | 2
A5            | 2022-02-01  | 2022-06-01    | 10           | 1
"""
expect  = [1, 3]
*/
