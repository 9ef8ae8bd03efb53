/*
ref        = "EH04"
title      = "Early help that stepped up to social care"
definition = "Of the early help episodes of children under 18 that ended in the period, the share closed with a step up to social care, by lead agency. A reason that is not recorded is no step up."
why        = "Few may mean early help keeps hold of children it should hand on, many that it comes too late."
basis      = "Early help system"
unit       = "%"
better     = "band"
kind       = "flow"
additive   = true
audiences  = ["front_door"]
questions  = ["How long had each been open?"]
*/
select
    episode.authority,
    period.period_id,
    episode.lead_agency,
    count(*) filter (where episode.closure_reason = 'Step up to social care') as numerator,
    count(*) as denominator
from reference.period as period
join core.early_help_episode as episode
  on episode.end_on between period.start_date and period.end_date
where (episode.adult_on is null or episode.adult_on > episode.end_on)
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, episode.lead_agency)
)

/* examples

[[example]]
because = "one of three closed; a reason not recorded is no step up"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | end_on     | closure_reason         | lead_agency
------------+------------+------------------------+------------
K1          | 2022-04-01 | Step up to social care | School
K2          | 2022-04-01 | Outcomes met           | School
K3          | 2022-06-30 |                        | Other
K4          |            |                        | Other
"""
expect    = { numerator = 1, denominator = 3 }
expect_by = { lead_agency = { School = [1, 2], Other = [0, 1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.early_help_episode" = """
episode_key | end_on     | closure_reason         | lead_agency | adult_on
------------+------------+------------------------+-------------+-----------
K1          | 2022-05-10 | Step up to social care | School      | 2022-05-10
K2          | 2022-05-10 | Outcomes met           | School      | 2022-05-11
"""
expect    = { numerator = 0, denominator = 1 }
expect_by = { lead_agency = { School = [0, 1] } }
*/
