/*
list = 5
[columns]
start_on = "Strategy discussion initiating Section 47 Enquiry Start Date"
is_conference_not_required = "Was an Initial Child Protection Conference deemed unnecessary?"
conference_on = "Date of Initial Child Protection Conference"
is_plan_outcome = "Did the Initial Child Protection Conference Result in a Child Protection Plan"
enquiries = "Number of Section 47 Enquiries in the last 12 months"
conferences = "Number of ICPCs in the last 12 months"
team_name = "Allocated Team"
worker_id = "Allocated Worker"
[notes]
"Strategy discussion initiating Section 47 Enquiry Start Date" = "The day on which the enquiry began."
"Number of Section 47 Enquiries in the last 12 months" = "Enquiries about the child in the twelve months up to the inspection, apart from this one."
"Number of ICPCs in the last 12 months" = "Conferences about the child in the twelve months up to the inspection, apart from this enquiry's."
*/
with held as (
    select
        conference.authority,
        conference.enquiry_id,
        min(conference.conference_on) as conference_on,
        bool_or(conference.is_plan_outcome) as is_plan_outcome
    from core.conference as conference
    cross join inspection
    where conference.conference_on <= inspection.end_on
    group by conference.authority, conference.enquiry_id
)

select
    enquiry.child_id,
    enquiry.start_on,
    enquiry.is_conference_not_required,
    held.conference_on,
    held.is_plan_outcome,
    (
        select count(*)
        from core.section_47 as other
        where other.authority = enquiry.authority
          and other.child_id = enquiry.child_id
          and other.enquiry_id <> enquiry.enquiry_id
          and other.start_on between inspection.year_start_on and inspection.end_on
    ) as enquiries,
    (
        select count(*)
        from core.conference as other
        where other.authority = enquiry.authority
          and other.child_id = enquiry.child_id
          and other.enquiry_id is distinct from enquiry.enquiry_id
          and other.conference_on between inspection.year_start_on and inspection.end_on
    ) as conferences,
    enquiry.team_name,
    allocated.worker_id
from core.section_47 as enquiry
cross join inspection
left join held
  on held.authority = enquiry.authority
 and held.enquiry_id = enquiry.enquiry_id
left join allocated
  on allocated.authority = enquiry.authority
 and allocated.child_id = enquiry.child_id
where enquiry.start_on <= inspection.end_on
  and (
        enquiry.start_on >= inspection.start_on
     or enquiry.end_on >= inspection.start_on
     or held.conference_on >= inspection.start_on
     or (enquiry.end_on is null and held.conference_on is null)
  )
