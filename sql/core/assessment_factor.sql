/*
grain = "one factor that one assessment found"
key   = ["authority", "assessment_id", "factor_code"]
rows  = ["mosaic.assessment_factor"]
[columns]
authority = "varchar"
assessment_id = "varchar"
factor_code = "varchar"
factor = "varchar"
child_id = "varchar"
authorised_on = "date"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
*/
with written as (
    select
        assessment_factor.authority,
        assessment_factor.assessment_id,
        concat(',', replace(replace(replace(replace(
            assessment_factor.factor_codes, '"', ''), '[', ''), ']', ''), ' ', ''), ',') as codes
    from mosaic.assessment_factor as assessment_factor
    where assessment_factor.factor_codes is not null
)

select distinct
    written.authority,
    written.assessment_id,
    factor.factor_code,
    factor.factor,
    assessment.child_id,
    assessment.authorised_on,
    assessment.adult_on
from written
join reference.factor as factor
  on written.codes like concat('%,', factor.factor_code, ',%')
join core.assessment as assessment
  on assessment.authority = written.authority
 and assessment.assessment_id = written.assessment_id

/* examples

[[example]]
because = "every code of the list once; 1A is not found in 11A"
given."core.assessment" = """
assessment_id | child_id | authorised_on
--------------+----------+--------------
A1            | A        | 2022-05-01
A2            | B        |
"""
given."mosaic.assessment_factor" = """
assessment_id | factor_codes
--------------+----------------
A1            | ["11A", "16A"]
A1            | ["16A"]
A2            | 1A,3B
"""
expect = """
assessment_id | factor_code | authorised_on
--------------+-------------+--------------
A1            | 11A         | 2022-05-01
A1            | 16A         | 2022-05-01
A2            | 1A          |
A2            | 3B          |
"""

[[example]]
because = "a list without codes has none, and a code is found with or without brackets, quotes and spaces"
given."core.assessment" = """
assessment_id | child_id | authorised_on
--------------+----------+--------------
A1            | A        | 2022-05-01
A2            | A        | 2022-05-01
A3            | A        | 2022-05-01
"""
given."mosaic.assessment_factor" = """
assessment_id | factor_codes
--------------+-------------
A1            | 1A, 3B
A2            |
A3            | [ "4A" ]
"""
expect = """
assessment_id | factor_code
--------------+------------
A1            | 1A
A1            | 3B
A3            | 4A
"""
*/
