/*
ref        = "MH10"
title      = "Return home interviews not held, by reason"
definition = "Missing episodes of children under 18 that ended in the period, required an interview and have none completed, by what is known of the reason: not offered, declined with the reason given, accepted and not yet held, or nothing recorded."
why        = "Each reason calls for something different."
basis      = "Statutory guidance on children who run away or go missing, 2014"
unit       = "count"
better     = "neither"
kind       = "flow"
additive   = true
audiences  = ["child_exploitation"]
questions  = ["What would make children want to talk?"]
*/
with episode as (
    select
        missing_episode.authority,
        missing_episode.returned_on,
        case
            when missing_episode.rhi_offered = false then 'Not offered'
            when missing_episode.rhi_accepted = false
                then concat('Declined: ', coalesce(missing_episode.reason_declined, 'reason not recorded'))
            when missing_episode.rhi_accepted then 'Accepted, not held'
            else 'Not recorded'
        end as reason
    from core.missing_episode as missing_episode
    where missing_episode.rhi_required
      and missing_episode.rhi_completed_at is null
      and (missing_episode.adult_on is null or missing_episode.adult_on > missing_episode.returned_on)
)

select
    episode.authority,
    period.period_id,
    episode.reason,
    count(*) as numerator
from reference.period as period
join episode
  on episode.returned_on between period.start_date and period.end_date
group by grouping sets (
    (episode.authority, period.period_id),
    (episode.authority, period.period_id, episode.reason)
)

/* examples

[[example]]
because = "a blank offer is not recorded, never declined; a completed interview is out"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_on | rhi_required | rhi_offered | rhi_accepted | reason_declined | rhi_completed_at
-----------+-------------+--------------+-------------+--------------+-----------------+-----------------
E1         | 2022-05-01  | true         | false       |              |                 |
E2         | 2022-05-01  | true         | true        | false        | Not wanted      |
E3         | 2022-05-01  | true         | true        | false        |                 |
E4         | 2022-05-01  | true         | true        | true         |                 |
E5         | 2022-05-01  | true         |             |              |                 |
E6         | 2022-05-01  | true         | true        | true         |                 | 2022-05-02 10:00
E7         | 2022-05-01  | false        | false       |              |                 |
"""
expect    = { numerator = 5 }
expect_by = { reason = { "Not offered" = [1], "Declined: Not wanted" = [1], "Declined: reason not recorded" = [1], "Accepted, not held" = [1], "Not recorded" = [1] } }

[[example]]
because = "18 on the day is out, a day younger is in"
period  = ["2022-04-01", "2022-06-30"]
given."core.missing_episode" = """
episode_id | returned_on | rhi_required | rhi_offered | adult_on
-----------+-------------+--------------+-------------+-----------
E1         | 2022-05-10  | true         | false       | 2022-05-10
E2         | 2022-05-10  | true         | false       | 2022-05-11
"""
expect    = { numerator = 1 }
expect_by = { reason = { "Not offered" = [1] } }
*/
