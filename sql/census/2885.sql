/*
code     = "2885"
severity = "error"
fields   = ["CPPstartDate", "DateOfInitialCPC"]
message  = "Expected a plan to start on the day of an initial conference; found another day."
remedy   = "Correct the day of the plan or of the conference."
reading  = "Asked of plans that start in the census year, since earlier conferences are not in the return."
*/
with conference as (
    select
        section_47.child,
        section_47.episode,
        section_47.DateOfInitialCPC as held_on
    from census.section_47 as section_47
    union all
    select
        episode.child,
        episode.episode,
        episode.DateOfInitialCPC as held_on
    from census.episode as episode
)

select cp_plan.cp_plan
from census.cp_plan as cp_plan
cross join census.period as period
where cp_plan.CPPstartDate between period.start_date and period.end_date
  and not exists (
    select conference.episode
    from conference
    where conference.episode = cp_plan.episode
      and conference.held_on = cp_plan.CPPstartDate
)

/* examples

[[example]]
because = "a conference in either place; a plan of an earlier year need not have its conference here"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-05-10
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC
-----------+-------+---------+-----------------
1          | 1     | 1       | 2022-06-10
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-05-10
2       | 1     | 1       | 2022-06-10
3       | 1     | 1       | 2022-06-11
4       | 1     | 1       | 2021-06-11
"""
expect = [3]

[[example]]
because = "the first and the last day of the year are in it, the days beside them are not; the conference of another episode is another"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-05-10
2       | 2     | 2022-05-11
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-04-01
2       | 1     | 1       | 2023-03-31
3       | 1     | 1       | 2022-03-31
4       | 1     | 1       | 2023-04-01
5       | 1     | 1       | 2022-05-11
"""
expect = [1, 2, 5]
*/
