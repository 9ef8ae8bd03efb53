/*
ref        = "WF04"
title      = "Agency social workers"
definition = "Full-time equivalent of agency workers as a share of all in post on the period's last day, among experienced and newly qualified social workers and team managers. Vacant posts and posts left on or before that day are not in post. Agency hours not stated are taken as full time and listed."
why        = "Children do better when their worker stays."
basis      = "Children's social work workforce census: agency full-time equivalent divided by agency and permanent full-time equivalent"
unit       = "%"
better     = "lower"
kind       = "snapshot"
audiences  = ["executive", "policy_workforce"]
questions  = ["Which teams rely on agency workers most?", "How many have moved to a permanent post?"]
comparator = "Agency worker rate (FTE) (30 Sept)"
differs    = "the workforce census counts social workers by its own roles; ours those that the partnership's readings name"
*/
select
    post.authority,
    period.period_id,
    post.role,
    post.team_group,
    sum(case when post.is_agency then post.fte else 0 end) as numerator,
    sum(post.fte) as denominator
from reference.period as period
join core.post as post
  on post.month_end = period.end_date
where post.is_in_post
  and post.role in ('Experienced social worker', 'Newly qualified social worker', 'Team manager')
group by grouping sets (
    (post.authority, period.period_id),
    (post.authority, period.period_id, post.role),
    (post.authority, period.period_id, post.team_group)
)

/* examples

[[example]]
because = "0.8 agency of 2.3 in post; vacancies, other roles and other months are out"
period  = ["2023-01-01", "2023-03-31"]
given."core.post" = """
post_id | month_end  | worker_id | team_group      | role                           | fte | is_agency | is_in_post
--------+------------+-----------+-----------------+--------------------------------+-----+-----------+-----------
P1      | 2023-03-31 | S1        | Assessment Team | Experienced social worker      | 0.8 | true      | true
P2      | 2023-03-31 | S2        | Other teams     | Newly qualified social worker  | 0.5 | false     | true
P3      | 2023-03-31 | S3        | Other teams     | Team manager                   | 1.0 | false     | true
P4      | 2023-03-31 |           | Other teams     | Experienced social worker      | 1.0 | false     | false
P5      | 2023-03-31 | S5        | Other teams     | Targeted family support worker | 1.0 | true      | true
P6      | 2023-02-28 | S6        | Other teams     | Experienced social worker      | 1.0 | true      | true
"""
expect    = { numerator = 0.8, denominator = 2.3 }
expect_by = { role = { "Experienced social worker" = [0.8, 0.8], "Newly qualified social worker" = [0, 0.5], "Team manager" = [0, 1] }, team_group = { "Assessment Team" = [0.8, 0.8], "Other teams" = [0, 1.5] } }
*/
