/*
ref        = "CN01"
title      = "Children in need"
definition = "Children under 18, unborn children included, with an episode of need open at the end of the period's last day: referred on or before it, not with no further action, and not closed by it. Children with a protection plan and looked after children are in it. Each child counts once; the status is the first that holds on the day of looked after, child protection plan, child in need plan, open assessment and other."
why        = "Everyone whom children's social care is helping on the day."
basis      = "Children Act 1989, section 17; children in need census: at 31 March, table B1"
unit       = "count"
better     = "neither"
kind       = "snapshot"
audiences  = ["executive", "child_neglect"]
beside     = ["CN07", "CN07E", "CN03", "CN04"]
questions  = ["Which status is growing?", "Is the work where the children live?"]
comparator = "CIN at 31 March"
differs    = "the census leaves out episodes that a later return found not to be in need, and counts care leavers of 18 and over"
*/
-- spells of need of one child never share a day: on each it has one at most
with child as (
    select
        episode.authority,
        period.period_id,
        period.end_date,
        episode.child_id,
        episode.ward,
        age_band(episode.birth_date, episode.expected_birth_date, period.end_date) as age_band
    from reference.period as period
    join core.cin_episode as episode
      on episode.start_on <= period.end_date
     and (episode.end_on is null or episode.end_on > period.end_date)
    where episode.adult_on is null
       or episode.adult_on > period.end_date
),

helped as (
    select
        child.authority,
        child.period_id,
        child.ward,
        child.age_band,
        coalesce(child_status.status, 'Other') as status
    from child
    left join core.child_status as child_status
      on child_status.authority = child.authority
     and child_status.child_id = child.child_id
     and child_status.start_on <= child.end_date
     and (child_status.end_on is null or child_status.end_on > child.end_date)
)

select
    helped.authority,
    helped.period_id,
    helped.ward,
    helped.age_band,
    helped.status,
    count(*) as numerator
from helped
group by grouping sets (
    (helped.authority, helped.period_id),
    (helped.authority, helped.period_id, helped.ward),
    (helped.authority, helped.period_id, helped.age_band),
    (helped.authority, helped.period_id, helped.status)
)

/* examples

[[example]]
because = "on the last day an episode that starts is open and one that ends is closed; two spells of a child that touch are one child; a later end was not known"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | end_on     | ward
-----------+----------+------------+------------+---------
E1         | A        | 2022-06-30 |            | Central
E2         | B        | 2022-01-01 | 2022-06-30 | Central
E3         | C        | 2022-01-01 | 2022-06-30 | Dodworth
E4         | C        | 2022-06-30 |            | Dodworth
E5         | D        | 2022-01-01 | 2022-07-01 | Central
E6         | E        | 2022-07-01 |            | Central
"""
expect    = { numerator = 3 }
expect_by = { ward = { Central = [2], Dodworth = [1] } }

[[example]]
because = "18 on the day is out; unborn children and those of unknown age are in"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on   | birth_date | expected_birth_date | adult_on
-----------+----------+------------+------------+---------------------+-----------
E1         | A        | 2022-06-01 | 2004-06-30 |                     | 2022-06-30
E2         | B        | 2022-06-01 | 2004-07-01 |                     | 2022-07-01
E3         | C        | 2022-06-01 |            | 2022-09-01          |
E4         | D        | 2022-06-01 |            |                     |
"""
expect    = { numerator = 3 }
expect_by = { age_band = { "16 and 17" = [1], Unborn = [1], "Not recorded" = [1] } }

[[example]]
because = "the status of the day counts, one that ends on it is over, and the statuses add up to the total"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-01-01
E2         | B        | 2022-01-01
E3         | C        | 2022-01-01
"""
given."core.child_status" = """
child_id | start_on   | end_on     | status
---------+------------+------------+----------------------
A        | 2022-06-01 | 2022-06-30 | Child protection plan
A        | 2022-06-30 |            | Looked after
B        | 2022-01-01 | 2022-07-01 | Child protection plan
C        | 2022-01-01 | 2022-06-30 | Open assessment
"""
expect    = { numerator = 3 }
expect_by = { status = { "Looked after" = [1], "Child protection plan" = [1], Other = [1] } }

[[example]]
because = "a status that begins after the day was not known"
period  = ["2022-04-01", "2022-06-30"]
given."core.cin_episode" = """
episode_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-01-01
"""
given."core.child_status" = """
child_id | start_on   | end_on | status
---------+------------+--------+-------------
A        | 2022-07-01 |        | Looked after
"""
expect    = { numerator = 1 }
expect_by = { status = { Other = [1] } }
*/
