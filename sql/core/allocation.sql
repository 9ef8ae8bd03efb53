/*
grain = "one spell of one worker's involvement with a child"
key   = ["authority", "allocation_id"]
rows  = ["mosaic.involvement"]
[columns]
authority = "varchar"
allocation_id = "varchar"
child_id = "varchar"
worker_id = { type = "varchar", from = ["mosaic.professional.staff_id"] }
start_on = "date"
end_on = "date"
is_primary = "boolean"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
*/
select
    involvement.authority,
    involvement.involvement_id as allocation_id,
    involvement.child_id,
    -- a worker without a staff number matches no post, and so is no case holder
    coalesce(professional.staff_id, involvement.worker_id) as worker_id,
    involvement.start_date as start_on,
    involvement.end_date as end_on,
    coalesce(
        involvement.is_primary,
        lower(trim(involvement.role)) = 'allocated case worker',
        false
    ) as is_primary,
    coalesce(team.team_name, 'Not recorded') as team_name
from mosaic.involvement as involvement
left join mosaic.professional as professional
  on professional.authority = involvement.authority
 and professional.worker_id = involvement.worker_id
left join mosaic.team as team
  on team.authority = involvement.authority
 and team.team_id = involvement.team_id
