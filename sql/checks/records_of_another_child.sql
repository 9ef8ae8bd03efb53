/*
code       = "K40"
title      = "Record under another child's referral"
severity   = "query"
message    = "The record belongs to a referral of another child, often a brother's or sister's."
why        = "Its days are counted from the other child's referral, and one of the two children seems to have had nothing."
remedy     = "Link the record to the child's own referral."
indicators = ["FD01", "AS02", "SP04", "SP06", "CP01"]
*/
with record as (
    select
        contact.authority,
        'Contact' as record_kind,
        contact.contact_id as record_id,
        contact.child_id,
        contact.referral_id
    from mosaic.contact as contact
    union all
    select
        assessment.authority,
        'Assessment' as record_kind,
        assessment.assessment_id as record_id,
        assessment.child_id,
        assessment.referral_id
    from mosaic.assessment as assessment
    union all
    select
        strategy_discussion.authority,
        'Strategy discussion' as record_kind,
        strategy_discussion.strategy_id as record_id,
        strategy_discussion.child_id,
        strategy_discussion.referral_id
    from mosaic.strategy_discussion as strategy_discussion
    union all
    select
        section_47.authority,
        'Section 47 enquiry' as record_kind,
        section_47.enquiry_id as record_id,
        section_47.child_id,
        section_47.referral_id
    from mosaic.section_47 as section_47
    union all
    select
        conference.authority,
        'Conference' as record_kind,
        conference.conference_id as record_id,
        conference.child_id,
        conference.referral_id
    from mosaic.conference as conference
    union all
    select
        cin_plan.authority,
        'Child in need plan' as record_kind,
        cin_plan.plan_id as record_id,
        cin_plan.child_id,
        cin_plan.referral_id
    from mosaic.cin_plan as cin_plan
    union all
    select
        cp_plan.authority,
        'Child protection plan' as record_kind,
        cp_plan.plan_id as record_id,
        cp_plan.child_id,
        cp_plan.referral_id
    from mosaic.cp_plan as cp_plan
)

select
    record.authority,
    record.record_kind,
    record.record_id,
    record.child_id,
    referral.child_id as child_of_referral
from record
join mosaic.referral as referral
  on referral.authority = record.authority
 and referral.referral_id = record.referral_id
where referral.child_id <> record.child_id

/* examples

[[example]]
because = "a referral of another child is asked about; a record without a referral, or of one not known, is not"
given."mosaic.referral" = """
referral_id | child_id
------------+---------
R1          | A
R2          | B
"""
given."mosaic.assessment" = """
assessment_id | child_id | referral_id
--------------+----------+------------
S1            | A        | R1
S2            | A        | R2
S3            | A        |
S4            | A        | R9
"""
given."mosaic.cp_plan" = """
plan_id | child_id | referral_id
--------+----------+------------
P1      | B        | R1
"""
expect = """
record_kind           | record_id
----------------------+----------
Assessment            | S2
Child protection plan | P1
"""
*/
