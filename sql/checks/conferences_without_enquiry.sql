/*
code       = "K27"
title      = "Conference without an enquiry"
severity   = "query"
message    = "No section 47 enquiry is known that led to this initial child protection conference, and the child did not move in with a plan. It counts as held and is out of the share within 15 working days."
why        = "The 15 working days begin with the enquiry."
remedy     = "Link the conference to its enquiry, or mark it as a transfer in."
indicators = ["SP06", "SP07", "SP07D", "SP08"]
*/
select
    conference.authority,
    conference.conference_id,
    conference.child_id,
    conference.conference_on
from core.conference as conference
where not conference.is_transfer_in
  and conference.clock_start_on is null

/* examples

[[example]]
because = "a transfer in needs no enquiry; a link to an enquiry that is not there is none"
given."core.conference" = """
conference_id | enquiry_id | conference_on | clock_start_on | is_transfer_in
--------------+------------+---------------+----------------+---------------
C1            |            | 2022-06-01    |                | false
C2            |            | 2022-06-01    |                | true
C3            | E1         | 2022-06-01    | 2022-05-20     | false
C4            | E9         | 2022-06-01    |                | false
"""
expect = """
conference_id
-------------
C1
C4
"""
*/
