/*
ref        = "PO04"
title      = "Hate incidents with a child victim"
definition = "Hate incidents of the period with a victim under 18 that the police recorded. An incident with several strands counts once in the total and once under each strand, so strands may add up to more than the total."
why        = "Shows which children are targeted for who they are."
basis      = "Police records of hate incidents"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["executive", "bullying_online_harms"]
questions  = ["Do children and schools report what happens to them?"]
*/
with told as (
    select
        hate_crime.authority,
        hate_crime.incident_on,
        hate_crime.incident_id,
        hate_crime.strand,
        case
            when hate_crime.is_online is null then 'Not recorded'
            when hate_crime.is_online then 'Online'
            else 'Not online'
        end as where_done
    from core.hate_crime as hate_crime
),

incident as (
    select
        told.authority,
        told.incident_on,
        told.incident_id,
        told.strand,
        told.where_done
    from told
    group by grouping sets (
        (told.authority, told.incident_on, told.incident_id),
        (told.authority, told.incident_on, told.incident_id, told.strand),
        (told.authority, told.incident_on, told.incident_id, told.where_done)
    )
)

select
    incident.authority,
    period.period_id,
    incident.strand,
    incident.where_done,
    count(*) as numerator
from reference.period as period
join incident
  on incident.incident_on between period.start_date and period.end_date
group by incident.authority, period.period_id, incident.strand, incident.where_done

/* examples

[[example]]
because = "an incident of two strands is one incident, under both"
period  = ["2022-04-01", "2022-06-30"]
given."core.hate_crime" = """
incident_id | incident_on | strand           | is_online
------------+-------------+------------------+----------
N1          | 2022-04-01  | Race or religion | true
N1          | 2022-04-01  | Disability       | true
N2          | 2022-06-30  | Disability       |
N4          | 2022-06-30  | Disability       | false
N3          | 2022-07-01  | Disability       | false
"""
expect    = { numerator = 3 }
expect_by = { strand = { "Race or religion" = [1], Disability = [3] }, where_done = { Online = [1], "Not online" = [1], "Not recorded" = [1] } }
*/
