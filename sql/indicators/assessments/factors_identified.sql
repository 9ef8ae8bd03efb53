/*
ref        = "AS06"
title      = "Factors identified at the end of assessment"
definition = "Assessments of children under 18 authorised in the period in which at least one factor was found, and by factor the assessments that found it. One assessment can find several, so the factors add up to more than the total. No factor identified (21) is not a factor."
why        = "Shows what families in the area struggle with, most of all neglect, domestic abuse and exploitation."
basis      = "Children in need census, table C3: factors identified at the end of assessment"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_neglect", "child_exploitation"]
questions  = ["Which factors grow, and what does the partnership offer for them?"]
*/
with found as (
    select
        assessment_factor.authority,
        period.period_id,
        assessment_factor.factor,
        assessment_factor.assessment_id
    from reference.period as period
    join core.assessment_factor as assessment_factor
      on assessment_factor.authorised_on between period.start_date and period.end_date
    where assessment_factor.factor_code <> '21'
      and (assessment_factor.adult_on is null or assessment_factor.adult_on > assessment_factor.authorised_on)
    group by grouping sets (
        (assessment_factor.authority, period.period_id, assessment_factor.assessment_id),
        (assessment_factor.authority, period.period_id, assessment_factor.assessment_id, assessment_factor.factor)
    )
)

select
    found.authority,
    found.period_id,
    found.factor,
    count(*) as numerator
from found
group by found.authority, found.period_id, found.factor

/* examples

[[example]]
because = "an assessment with two factors is one assessment; two codes of one factor in it are one"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment_factor" = """
assessment_id | factor_code | factor         | authorised_on
--------------+-------------+----------------+--------------
A1            | 16A         | Neglect        | 2022-05-01
A1            | 3A          | Domestic abuse | 2022-05-01
A1            | 3B          | Domestic abuse | 2022-05-01
A2            | 16A         | Neglect        | 2022-06-30
A3            | 21          | None           | 2022-06-30
A4            | 16A         | Neglect        |
A5            | 16A         | Neglect        | 2022-07-01
"""
expect    = { numerator = 2 }
expect_by = { factor = { Neglect = [2], "Domestic abuse" = [1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.assessment_factor" = """
assessment_id | factor_code | factor  | authorised_on | adult_on
--------------+-------------+---------+---------------+-----------
A1            | 16A         | Neglect | 2022-05-10    | 2022-05-10
A2            | 16A         | Neglect | 2022-05-10    | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { factor = { Neglect = [1] } }
*/
