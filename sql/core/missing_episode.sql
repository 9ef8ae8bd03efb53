/*
grain   = "one missing episode of one child: a police report with the reports made before the child was found, and its return interview"
key     = ["authority", "episode_id"]
rows    = ["police.missing_report"]
[columns]
authority = "varchar"
episode_id = "varchar"
child_key = "varchar"
child_id = "varchar"
reported_at = "timestamp"
reported_on = "date"
returned_at = "timestamp"
returned_on = "date"
risk_grade = "varchar"
missing_from = "varchar"
placing_authority = "varchar"
is_own = "boolean"
adult_on = "date"
rhi_required = { type = "boolean", from = ["eisi.return_interview.is_required"] }
rhi_offered = { type = "boolean", from = ["eisi.return_interview.is_offered"] }
rhi_offered_on = { type = "date", from = ["eisi.return_interview.offered_date"] }
rhi_accepted = { type = "boolean", from = ["eisi.return_interview.is_accepted"] }
rhi_completed_at = { type = "timestamp", from = ["eisi.return_interview.completed_at"] }
reason_declined = { type = "varchar", from = ["eisi.return_interview.reason_declined"] }
*/
with child_of_nominal as (
    select
        report.authority,
        report.nominal_id,
        report.child_id,
        row_number() over (
            partition by report.authority, report.nominal_id
            order by report.reported_at desc, report.child_id
        ) as choice
    from police.missing_report as report
    where report.child_id is not null
),

report as (
    select
        missing_report.authority,
        missing_report.report_id,
        -- the police know a child by nominal; two nominals with one Mosaic ID are one child
        coalesce(child_of_nominal.child_id, missing_report.nominal_id) as child_key,
        child_of_nominal.child_id,
        missing_report.birth_date,
        missing_report.reported_at,
        missing_report.reported_on,
        missing_report.found_at,
        missing_report.found_on,
        missing_report.risk_grade,
        missing_report.missing_from,
        missing_report.placing_authority
    from police.missing_report as missing_report
    left join child_of_nominal
      on child_of_nominal.authority = missing_report.authority
     and child_of_nominal.nominal_id = missing_report.nominal_id
     and child_of_nominal.choice = 1
),

beside_earlier as (
    select
        report.authority,
        report.report_id,
        report.child_key,
        report.reported_at,
        max(report.found_at) over (
            partition by report.authority, report.child_key
            order by report.reported_at, report.report_id
            rows between unbounded preceding and 1 preceding
        ) as last_found_at,
        lag(report.reported_at) over (
            partition by report.authority, report.child_key
            order by report.reported_at, report.report_id
        ) as previous_reported_at,
        lag(report.found_at) over (
            partition by report.authority, report.child_key
            order by report.reported_at, report.report_id
        ) as previous_found_at
    from report
),

opening as (
    select
        beside_earlier.authority,
        beside_earlier.report_id,
        beside_earlier.child_key,
        beside_earlier.reported_at,
        case
            when beside_earlier.previous_reported_at is null then 1
            when beside_earlier.reported_at < beside_earlier.last_found_at then 0
            -- not found since the report before this one
            when beside_earlier.previous_found_at is null
             and (
                 beside_earlier.last_found_at is null
                 or beside_earlier.last_found_at <= beside_earlier.previous_reported_at
             ) then 0
            else 1
        end as opens_episode
    from beside_earlier
),

numbered as (
    select
        opening.authority,
        opening.report_id,
        opening.child_key,
        opening.opens_episode,
        sum(opening.opens_episode) over (
            partition by opening.authority, opening.child_key
            order by opening.reported_at, opening.report_id
            rows between unbounded preceding and current row
        ) as episode_number
    from opening
),

report_in_episode as (
    select
        first_report.authority,
        first_report.report_id as episode_id,
        numbered.report_id
    from numbered as first_report
    join numbered
      on numbered.authority = first_report.authority
     and numbered.child_key = first_report.child_key
     and numbered.episode_number = first_report.episode_number
    where first_report.opens_episode = 1
),

found as (
    select
        report_in_episode.authority,
        report_in_episode.episode_id,
        max(report.found_at) as found_at,
        max(report.found_on) as found_on,
        min(report.placing_authority) as placing_authority,
        min(report.birth_date) as birth_date
    from report_in_episode
    join report
      on report.authority = report_in_episode.authority
     and report.report_id = report_in_episode.report_id
    group by report_in_episode.authority, report_in_episode.episode_id
),

interview as (
    select
        report_in_episode.authority,
        report_in_episode.episode_id,
        return_interview.birth_date,
        return_interview.placing_authority,
        return_interview.returned_at,
        return_interview.returned_on,
        return_interview.is_required,
        return_interview.is_offered,
        return_interview.offered_date,
        return_interview.is_accepted,
        return_interview.completed_at,
        return_interview.reason_declined,
        row_number() over (
            partition by report_in_episode.authority, report_in_episode.episode_id
            order by
                case when return_interview.completed_at is null then 1 else 0 end,
                return_interview.completed_at,
                case when return_interview.is_offered then 0 else 1 end,
                return_interview.interview_id
        ) as choice
    from report_in_episode
    join eisi.return_interview as return_interview
      on return_interview.authority = report_in_episode.authority
     and return_interview.report_id = report_in_episode.report_id
)

select
    report.authority,
    report.report_id as episode_id,
    report.child_key,
    report.child_id,
    report.reported_at,
    report.reported_on,
    coalesce(report.found_at, found.found_at, interview.returned_at) as returned_at,
    coalesce(report.found_on, found.found_on, interview.returned_on) as returned_on,
    coalesce(report.risk_grade, 'Not recorded') as risk_grade,
    coalesce(report.missing_from, 'Not recorded') as missing_from,
    coalesce(found.placing_authority, interview.placing_authority, '') as placing_authority,
    found.placing_authority is null and interview.placing_authority is null as is_own,
    adult_on(coalesce(report.birth_date, found.birth_date, interview.birth_date)) as adult_on,
    coalesce(report.found_at, found.found_at, interview.returned_at) is not null
    and found.placing_authority is null
    and interview.placing_authority is null
    and coalesce(interview.is_required, true) as rhi_required,
    interview.is_offered as rhi_offered,
    interview.offered_date as rhi_offered_on,
    interview.is_accepted as rhi_accepted,
    interview.completed_at as rhi_completed_at,
    interview.reason_declined
from report
join found
  on found.authority = report.authority
 and found.episode_id = report.report_id
left join interview
  on interview.authority = report.authority
 and interview.episode_id = report.report_id
 and interview.choice = 1
