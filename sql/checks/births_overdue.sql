/*
code       = "K32"
title      = "Expected birth long past"
severity   = "query"
message    = "The child was expected more than 30 days before the last day of the data and has no birth date, so it is still counted as unborn."
why        = "A child who counts as unborn is in no age group and may stay so for years."
remedy     = "Record the birth date (census rule 8530Q)."
indicators = ["CN01", "CP01"]
*/
with last_day as (
    select
        max(period.end_date) as day
    from reference.period as period
)

select
    child.authority,
    child.child_id,
    child.expected_birth_date
from core.child as child
cross join last_day
where child.birth_date is null
  and child.expected_birth_date + interval 30 days < last_day.day

/* examples

[[example]]
because = "30 days are allowed, more are asked about"
period  = ["2022-06-01", "2022-06-30"]
given."core.child" = """
child_id | birth_date | expected_birth_date
---------+------------+--------------------
A        |            | 2022-05-31
B        |            | 2022-05-30
C        | 2022-05-01 | 2022-05-01
D        |            |
"""
expect = """
child_id
--------
B
"""
*/
