/*
list = 8
[columns]
start_on = "Date Started to be Looked After"
primary_need_code = "Child's Category of Need"
ceased_on = "Date Ceased to be Looked After"
team_name = "Allocated Team"
worker_id = "Allocated Worker"
*/
select
    episode.child_id,
    episode.start_on,
    written.primary_need_code,
    case when episode.ceased_on <= inspection.end_on then episode.ceased_on end as ceased_on,
    allocated.team_name,
    allocated.worker_id
from core.looked_after_episode as episode
cross join inspection
left join mosaic.looked_after_episode as written
  on written.authority = episode.authority
 and written.episode_id = episode.episode_id
left join allocated
  on allocated.authority = episode.authority
 and allocated.child_id = episode.child_id
where episode.start_on <= inspection.end_on
  and (episode.ceased_on is null or episode.ceased_on >= inspection.start_on)
