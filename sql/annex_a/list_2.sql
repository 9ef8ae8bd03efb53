/*
list = 2
[columns]
requested_on = "Assessment start date"
assessment_on = "Assessment completion date"
lead_agency = "Organisation completing assessment"
[notes]
"Assessment start date" = "The day of the request: the early help system has no day on which an assessment began."
"Organisation completing assessment" = "The organisation that leads the episode."
*/
select
    coalesce(episode.child_id, episode.eisi_id) as child_id,
    episode.sex,
    episode.birth_date,
    episode.request_date as requested_on,
    episode.assessment_date as assessment_on,
    episode.lead_agency
from eisi.early_help_episode as episode
cross join inspection
where (episode.assessment_date between inspection.start_on and inspection.end_on)
   or (
        episode.plan_start_date <= inspection.end_on
    and (episode.plan_end_date is null or episode.plan_end_date > inspection.end_on)
   )
