/*
grain = "one initial child protection conference of a child"
key   = ["authority", "conference_id"]
rows  = ["mosaic.conference"]
[columns]
authority = "varchar"
conference_id = "varchar"
child_id = "varchar"
referral_id = "varchar"
enquiry_id = "varchar"
conference_on = "date"
is_transfer_in = "boolean"
clock_start_on = { type = "date", from = ["mosaic.section_47.start_date"] }
working_days = { type = "integer", from = ["mosaic.section_47.start_date"] }
is_plan_outcome = "boolean"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
recorded_at = { type = "timestamp", from = ["mosaic.conference.recorded_at"] }
recorded_on = { type = "date", from = ["mosaic.conference.recorded_at"] }
*/
with found as (
    select
        conference.authority,
        conference.conference_id,
        enquiry.enquiry_id,
        row_number() over (
            partition by conference.authority, conference.conference_id
            order by enquiry.start_on desc, enquiry.recorded_at nulls last, enquiry.enquiry_id
        ) as place
    from mosaic.conference as conference
    join core.section_47 as enquiry
      on enquiry.authority = conference.authority
     and enquiry.child_id = conference.child_id
     and enquiry.referral_id = conference.referral_id
     and enquiry.start_on <= conference.conference_date
    where conference.enquiry_id is null
      and conference.is_transfer_in is distinct from true
),

linked as (
    select
        conference.authority,
        conference.conference_id,
        coalesce(conference.is_transfer_in, false) as is_transfer_in,
        coalesce(conference.enquiry_id, found.enquiry_id) as enquiry_id
    from mosaic.conference as conference
    left join found
      on found.authority = conference.authority
     and found.conference_id = conference.conference_id
     and found.place = 1
),

clocked as (
    select
        linked.authority,
        linked.conference_id,
        linked.is_transfer_in,
        linked.enquiry_id,
        case when not linked.is_transfer_in then enquiry.start_on end as clock_start_on
    from linked
    left join core.section_47 as enquiry
      on enquiry.authority = linked.authority
     and enquiry.enquiry_id = linked.enquiry_id
)

select
    conference.authority,
    conference.conference_id,
    conference.child_id,
    conference.referral_id,
    clocked.enquiry_id,
    conference.conference_date as conference_on,
    clocked.is_transfer_in,
    clocked.clock_start_on,
    case
        when conference.conference_date >= clocked.clock_start_on
            then held.working_day_number - started.working_day_number
    end as working_days,
    conference.is_plan_outcome,
    coalesce(team.team_name, 'Not recorded') as team_name,
    child.adult_on,
    conference.recorded_at,
    conference.recorded_on
from mosaic.conference as conference
join clocked
  on clocked.authority = conference.authority
 and clocked.conference_id = conference.conference_id
left join reference.calendar as started
  on started.day = clocked.clock_start_on
left join reference.calendar as held
  on held.day = conference.conference_date
left join core.child as child
  on child.authority = conference.authority
 and child.child_id = conference.child_id
left join mosaic.team as team
  on team.authority = conference.authority
 and team.team_id = conference.team_id
