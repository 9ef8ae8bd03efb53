/*
grain   = "one agency's attendance at one course on one day"
key     = ["authority", "course", "course_on", "agency"]
rows    = ["partnership.training"]
[columns]
authority = "varchar"
course = "varchar"
course_on = "date"
agency = "varchar"
attendees = "integer"
*/
select
    training.authority,
    training.course,
    training.course_date as course_on,
    coalesce(training.agency, 'Not recorded') as agency,
    cast(sum(training.attendees) as integer) as attendees
from partnership.training as training
group by training.authority, training.course, training.course_date, coalesce(training.agency, 'Not recorded')

/* examples

[[example]]
because = "two rows of an agency on one day of a course are one number; another day, course or agency is another; an agency left blank is told as such"
given."partnership.training" = """
course  | course_date | agency | attendees
--------+-------------+--------+----------
Neglect | 2022-05-01  | Health | 3
Neglect | 2022-05-01  | Health | 4
Neglect | 2022-05-01  |        | 1
Neglect | 2022-05-01  |        | 1
Neglect | 2022-05-02  | Health | 5
Online  | 2022-05-01  | Health | 6
"""
expect = """
course  | course_on  | agency       | attendees
--------+------------+--------------+----------
Neglect | 2022-05-01 | Health       | 7
Neglect | 2022-05-01 | Not recorded | 2
Neglect | 2022-05-02 | Health       | 5
Online  | 2022-05-01 | Health       | 6
"""
*/
