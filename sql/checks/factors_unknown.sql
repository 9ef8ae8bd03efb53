/*
code       = "K54"
title      = "Factor that is not in the list"
severity   = "query"
message    = "The factors of the assessment name a code that the list of factors does not have, or one code twice: what is not in the list is counted under no factor."
why        = "What is counted under no factor is missing from what families are known to struggle with."
remedy     = "Correct the code; if it is right, add it to the list of factors."
indicators = ["AS06"]
*/
with written as (
    select
        assessment_factor.authority,
        assessment_factor.assessment_id,
        cast(sum(
            length(assessment_factor.factor_codes) - length(replace(assessment_factor.factor_codes, ',', '')) + 1
        ) as integer) as codes
    from mosaic.assessment_factor as assessment_factor
    where assessment_factor.factor_codes not in ('', '[]')
    group by assessment_factor.authority, assessment_factor.assessment_id
),

known as (
    select
        found.authority,
        found.assessment_id,
        count(*) as codes
    from core.assessment_factor as found
    group by found.authority, found.assessment_id
)

select
    assessment.authority,
    assessment.assessment_id,
    assessment.child_id,
    written.codes,
    cast(coalesce(known.codes, 0) as integer) as known_codes
from written
join core.assessment as assessment
  on assessment.authority = written.authority
 and assessment.assessment_id = written.assessment_id
left join known
  on known.authority = written.authority
 and known.assessment_id = written.assessment_id
where written.codes > coalesce(known.codes, 0)

/* examples

[[example]]
because = "a list of known codes is right, however it is written, and so is one of none; a code that is not in the list is asked about, alone or beside others, and one written twice; a list of no known assessment is none"
given."mosaic.assessment_factor" = """
assessment_id | factor_codes
--------------+--------------
A1            | ["1A", "16A"]
A2            | 1A
A3            | []
A4            |
A5            | 99Z
A6            | 1A,8A,16A
A7            | 1A,1A
A8            | 99Z
"""
given."core.assessment" = """
assessment_id
-------------
A1
A2
A3
A4
A5
A6
A7
"""
given."core.assessment_factor" = """
assessment_id | factor_code
--------------+------------
A1            | 1A
A1            | 16A
A2            | 1A
A6            | 1A
A6            | 16A
A7            | 1A
"""
expect = """
assessment_id | codes | known_codes
--------------+-------+------------
A5            | 1     | 0
A6            | 3     | 2
A7            | 2     | 1
"""
*/
