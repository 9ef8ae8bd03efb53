/*
ref        = "WF05"
title      = "Vacant social work posts"
definition = "Full-time equivalent of vacant posts as a share of vacant and filled ones on the last day of the period, among experienced and newly qualified social workers and team managers. A vacant post whose hours are not recorded is in neither. A post held by an agency worker is filled; the workforce census counts one that an agency worker covers as vacant, and only permanent workers as filled, so its rate is higher."
why        = "Empty posts mean more children for everyone else."
basis      = "Children social work workforce census: vacancy rate"
unit       = "%"
better     = "lower"
kind       = "snapshot"
audiences  = ["policy_workforce"]
questions  = ["Which posts have been empty for longest?"]
*/
select
    post.authority,
    period.period_id,
    post.role,
    post.team_group,
    sum(case when post.is_vacant then post.fte else 0 end) as numerator,
    sum(post.fte) as denominator
from reference.period as period
join core.post as post
  on post.month_end = period.end_date
where (post.is_in_post or post.is_vacant)
  and post.role in ('Experienced social worker', 'Newly qualified social worker', 'Team manager')
group by grouping sets (
    (post.authority, period.period_id),
    (post.authority, period.period_id, post.role),
    (post.authority, period.period_id, post.team_group)
)

/* examples

[[example]]
because = "1.0 vacant of 2.5; a post that was left is neither"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | team_group      | role                      | fte | is_vacant | is_in_post
--------+------------+-----------------+---------------------------+-----+-----------+-----------
P1      | 2023-03-31 | Assessment Team | Experienced social worker | 1.5 | false     | true
P2      | 2023-03-31 | Other teams     | Experienced social worker | 1.0 | true      | false
P3      | 2023-03-31 | Other teams     | Experienced social worker | 1.0 | false     | false
P4      | 2023-03-31 | Other teams     | Other                     | 1.0 | true      | false
P5      | 2023-02-28 | Other teams     | Experienced social worker | 1.0 | true      | false
"""
expect    = { numerator = 1, denominator = 2.5 }
expect_by = { role = { "Experienced social worker" = [1, 2.5] }, team_group = { "Assessment Team" = [0, 1.5], "Other teams" = [1, 1] } }

[[example]]
because = "newly qualified social workers and team managers are social workers too; family support workers are not"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | role                           | fte | is_vacant | is_in_post
--------+------------+--------------------------------+-----+-----------+-----------
P1      | 2023-03-31 | Newly qualified social worker  | 1.0 | false     | true
P2      | 2023-03-31 | Team manager                   | 0.5 | true      | false
P3      | 2023-03-31 | Targeted family support worker | 1.0 | true      | false
"""
expect    = { numerator = 0.5, denominator = 1.5 }
expect_by = { role = { "Newly qualified social worker" = [0, 1], "Team manager" = [0.5, 0.5] } }
*/
