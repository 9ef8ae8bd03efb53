/*
code       = "K33"
title      = "Day outside the calendar of working days"
severity   = "query"
message    = "The record lies before or after the years whose bank holidays are known, so its working days cannot be counted and it is not counted as in time."
why        = "Working days cannot be counted without the bank holidays."
remedy     = "Correct the date; if it is right, add the year to the bank holidays."
indicators = ["AS02", "SP06"]
*/
select
    assessment.authority,
    'Assessment' as record_kind,
    assessment.assessment_id as record_id,
    assessment.start_on,
    assessment.authorised_on as end_on
from core.assessment as assessment
where assessment.start_on is not null
  and assessment.authorised_on is not null
  and assessment.working_days is null
union all
select
    conference.authority,
    'Conference' as record_kind,
    conference.conference_id as record_id,
    conference.clock_start_on as start_on,
    conference.conference_on as end_on
from core.conference as conference
where conference.conference_on >= conference.clock_start_on
  and conference.working_days is null

/* examples

[[example]]
because = "two days and no number between them means that a year is missing"
given."core.assessment" = """
assessment_id | start_on   | authorised_on | working_days
--------------+------------+---------------+-------------
S1            | 1998-01-05 | 2022-05-01    |
S2            | 2022-04-01 | 2022-05-03    | 20
S3            | 2022-04-01 |               |
"""
given."core.conference" = """
conference_id | clock_start_on | conference_on | working_days
--------------+----------------+---------------+-------------
C1            | 1998-01-05     | 2022-05-01    |
C2            | 2022-05-02     | 2022-05-01    |
"""
expect = """
record_id
---------
S1
C1
"""
*/
