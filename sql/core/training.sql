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
