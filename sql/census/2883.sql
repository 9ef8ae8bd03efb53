/*
code     = "2883"
severity = "error"
fields   = ["CPPstartDate", "DateOfInitialCPC"]
message  = "Expected at most as many child protection plans starting in the year as initial conferences held; found more."
remedy   = "Look for conferences that were not recorded."
reading  = "Plans and conferences dated in the census year are counted over the whole return."
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
),

counted as (
    select
        (
            select count(*)
            from census.cp_plan as cp_plan
            where cp_plan.CPPstartDate between period.start_date and period.end_date
        ) as plans,
        (
            select count(*)
            from conference
            where conference.held_on between period.start_date and period.end_date
        ) as conferences
    from census.period as period
)

select null as cp_plan
from counted
where counted.plans > counted.conferences

/* examples

[[example]]
because = "two plans and one conference of the year"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-05-10
2       | 2     | 2021-05-10
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-05-10
2       | 2     | 2       | 2022-05-11
"""
expect = ["whole"]

[[example]]
because = "as many plans as conferences, in either place"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-05-10
2       | 2     |
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC
-----------+-------+---------+-----------------
1          | 2     | 2       | 2022-05-11
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-05-10
2       | 2     | 2       | 2022-05-11
"""
expect = []

[[example]]
because = "the first and the last day of the year are in it, of plans and of conferences in either place; other years are not"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-04-01
2       | 2     | 2022-03-31
"""
given."census.section_47" = """
section_47 | child | episode | DateOfInitialCPC
-----------+-------+---------+-----------------
1          | 2     | 2       | 2023-03-31
2          | 2     | 2       | 2023-04-01
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-04-01
2       | 2     | 2       | 2023-03-31
3       | 2     | 2       | 2022-03-31
4       | 2     | 2       | 2023-04-01
"""
expect = []

[[example]]
because = "three plans, on the first and the last day among them, are more than two conferences"
given."census.period" = """
start_date | end_date
-----------+-----------
2022-04-01 | 2023-03-31
"""
given."census.episode" = """
episode | child | DateOfInitialCPC
--------+-------+-----------------
1       | 1     | 2022-04-01
2       | 2     | 2023-03-31
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPstartDate
--------+-------+---------+-------------
1       | 1     | 1       | 2022-04-01
2       | 2     | 2       | 2023-03-31
3       | 2     | 2       | 2022-06-01
"""
expect = ["whole"]
*/
