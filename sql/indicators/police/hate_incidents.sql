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
with incident as (
    select
        hate_crime.authority,
        hate_crime.incident_on,
        hate_crime.incident_id,
        hate_crime.strand
    from core.hate_crime as hate_crime
    group by grouping sets (
        (hate_crime.authority, hate_crime.incident_on, hate_crime.incident_id),
        (hate_crime.authority, hate_crime.incident_on, hate_crime.incident_id, hate_crime.strand)
    )
)

select
    incident.authority,
    period.period_id,
    incident.strand,
    count(*) as numerator
from reference.period as period
join incident
  on incident.incident_on between period.start_date and period.end_date
group by incident.authority, period.period_id, incident.strand

/* examples

[[example]]
because = "an incident of two strands is one incident, under both"
period  = ["2022-04-01", "2022-06-30"]
given."core.hate_crime" = """
incident_id | incident_on | strand
------------+-------------+------------------
N1          | 2022-04-01  | Race or religion
N1          | 2022-04-01  | Disability
N2          | 2022-06-30  | Disability
N3          | 2022-07-01  | Disability
"""
expect    = { numerator = 2 }
expect_by = { strand = { "Race or religion" = [1], Disability = [2] } }
*/
