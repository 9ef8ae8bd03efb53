/*
code       = "K26"
title      = "Conference before its enquiry"
severity   = "query"
message    = "The initial child protection conference is dated before the section 47 enquiry that it is linked to. It counts as held and is out of the share within 15 working days."
why        = "The 15 working days would be less than nothing."
remedy     = "Correct the date of the conference or of the enquiry, or the link between them."
indicators = ["SP06", "SP07", "SP07D", "SP08"]
*/
select
    conference.authority,
    conference.conference_id,
    conference.child_id,
    conference.conference_on,
    conference.clock_start_on
from core.conference as conference
where conference.conference_on < conference.clock_start_on

/* examples

[[example]]
because = "the day of the enquiry itself is right"
given."core.conference" = """
conference_id | conference_on | clock_start_on
--------------+---------------+---------------
C1            | 2022-06-01    | 2022-06-02
C2            | 2022-06-01    | 2022-06-01
C3            | 2022-06-01    |
"""
expect = """
conference_id
-------------
C1
"""
*/
