/*
ref        = "EH02"
title      = "Early help assessments"
definition = "Early help assessments of children under 18 made in the period, by lead agency."
why        = "Shows who takes on early help, and whether it grows."
basis      = "Early help system"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["Which agencies lead none?"]
*/
select
    episode.authority,
    period.period_id,
    episode.lead_agency,
    count(*) as numerator
from reference.period as period
join core.early_help_episode as episode
  on episode.assessment_on between period.start_date and period.end_date
where (episode.adult_on is null or episode.adult_on > episode.assessment_on)
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, episode.lead_agency)
)

/* examples

[[example]]
because = "by the day of the assessment; a plan without one is none"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | assessment_on | start_on   | lead_agency
------------+---------------+------------+------------
K1          | 2022-04-01    | 2022-07-01 | School
K2          | 2022-06-30    | 2022-06-30 | Other
K3          |               | 2022-05-01 | Other
K4          | 2022-07-01    | 2022-07-01 | Other
"""
expect    = { numerator = 2 }
expect_by = { lead_agency = { School = [1], Other = [1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | assessment_on | start_on   | lead_agency | adult_on
------------+---------------+------------+-------------+-----------
K1          | 2022-05-10    | 2022-05-10 | School      | 2022-05-10
K2          | 2022-05-10    | 2022-05-10 | School      | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { lead_agency = { School = [1] } }
*/
