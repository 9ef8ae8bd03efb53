/*
code       = "K29"
title      = "Child not in the list of children"
severity   = "query"
message    = "The record names a child who is not in the list of persons of the case system. It is counted, with age, ward and ethnicity not recorded."
why        = "Age, ward and ethnic group come from the list of children."
remedy     = "Add the child to the extract of persons, or correct the number on the record."
indicators = ["FD01", "RF01", "AS02", "SP04", "SP05", "CP01", "CN01"]
*/
with record as (
    select
        contact.authority,
        'Contact' as record_kind,
        contact.contact_id as record_id,
        contact.child_id
    from core.contact as contact
    union all
    select
        referral.authority,
        'Referral' as record_kind,
        referral.referral_id as record_id,
        referral.child_id
    from core.referral as referral
    union all
    select
        assessment.authority,
        'Assessment' as record_kind,
        assessment.assessment_id as record_id,
        assessment.child_id
    from core.assessment as assessment
    union all
    select
        enquiry.authority,
        'Section 47 enquiry' as record_kind,
        enquiry.enquiry_id as record_id,
        enquiry.child_id
    from core.section_47 as enquiry
    union all
    select
        conference.authority,
        'Conference' as record_kind,
        conference.conference_id as record_id,
        conference.child_id
    from core.conference as conference
    union all
    select
        plan.authority,
        'Child protection plan' as record_kind,
        plan.plan_id as record_id,
        plan.child_id
    from core.cp_plan as plan
)

select
    record.authority,
    record.record_kind,
    record.record_id,
    record.child_id
from record
left join core.child as child
  on child.authority = record.authority
 and child.child_id = record.child_id
where child.child_id is null

/* examples

[[example]]
because = "a record of a child who is not listed is asked about, whatever it is"
given."core.child" = """
child_id
--------
A
"""
given."core.contact" = """
contact_id | child_id
-----------+---------
C1         | A
C2         | B
"""
given."core.cp_plan" = """
plan_id | child_id
--------+---------
P1      | A
P2      | C
"""
expect = """
record_kind           | record_id
----------------------+----------
Contact               | C2
Child protection plan | P2
"""

[[example]]
because = "six kinds of records are asked about"
given."core.child" = """
child_id
--------
A
"""
given."core.referral" = """
referral_id | child_id
------------+---------
R1          | B
"""
given."core.assessment" = """
assessment_id | child_id
--------------+---------
S1            | B
"""
given."core.section_47" = """
enquiry_id | child_id
-----------+---------
E1         | B
"""
given."core.conference" = """
conference_id | child_id
--------------+---------
C1            | B
"""
expect = """
record_kind        | record_id
-------------------+----------
Referral           | R1
Assessment         | S1
Section 47 enquiry | E1
Conference         | C1
"""
*/
