/*
code       = "K49"
title      = "Looked after twice at once"
severity   = "query"
message    = "Two episodes of being looked after of one child overlap."
why        = "A child is looked after once at a time, so one of the days is wrong or an episode stands twice."
remedy     = "Correct the days, or remove the episode that stands twice."
indicators = ["CN01"]
*/
select
    later.authority,
    later.episode_id,
    later.child_id,
    later.start_on,
    earlier.episode_id as earlier_episode_id
from core.looked_after_episode as later
join core.looked_after_episode as earlier
  on earlier.authority = later.authority
 and earlier.child_id = later.child_id
 and earlier.episode_id <> later.episode_id
 and (
     earlier.start_on < later.start_on
     or (earlier.start_on = later.start_on and earlier.episode_id < later.episode_id)
 )
where earlier.ceased_on is null
   or earlier.ceased_on > later.start_on

/* examples

[[example]]
because = "one that begins on the day the other ceased follows it"
given."core.looked_after_episode" = """
episode_id | child_id | start_on   | ceased_on
-----------+----------+------------+-----------
L1         | A        | 2022-01-01 | 2022-03-01
L2         | A        | 2022-03-01 | 2022-05-01
L3         | A        | 2022-04-30 |
L4         | B        | 2022-01-01 |
"""
expect = """
episode_id | earlier_episode_id
-----------+-------------------
L3         | L2
"""

[[example]]
because = "of two that begin on one day the second by reference is told, once; one that never ceased overlaps every later one"
given."core.looked_after_episode" = """
episode_id | child_id | start_on   | ceased_on
-----------+----------+------------+-----------
L1         | A        | 2022-01-01 | 2022-03-01
L2         | A        | 2022-01-01 | 2022-02-01
L3         | B        | 2022-01-01 |
L4         | B        | 2022-05-01 | 2022-06-01
"""
expect = """
episode_id | earlier_episode_id
-----------+-------------------
L2         | L1
L4         | L3
"""
*/
