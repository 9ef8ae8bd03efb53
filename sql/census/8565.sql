/*
code     = "8565"
severity = "error"
fields   = ["CINclosureDate", "DateOfInitialCPC", "AssessmentActualStartDate", "AssessmentAuthorisationDate", "S47ActualStartDate", "CPPendDate", "CINPlanStartDate", "CINPlanEndDate"]
message  = "Expected nothing to happen after the case was closed; found a later day."
remedy   = "Correct the date, or open the case again."
*/
select
    episode.episode,
    null as assessment,
    null as section_47,
    null as cin_plan,
    null as cp_plan
from census.episode as episode
where episode.DateOfInitialCPC > episode.CINclosureDate
union all
select
    null as episode,
    assessment.assessment,
    null as section_47,
    null as cin_plan,
    null as cp_plan
from census.assessment as assessment
join census.episode as episode
  on episode.episode = assessment.episode
where assessment.AssessmentActualStartDate > episode.CINclosureDate
   or assessment.AssessmentAuthorisationDate > episode.CINclosureDate
union all
select
    null as episode,
    null as assessment,
    section_47.section_47,
    null as cin_plan,
    null as cp_plan
from census.section_47 as section_47
join census.episode as episode
  on episode.episode = section_47.episode
where section_47.S47ActualStartDate > episode.CINclosureDate
   or section_47.DateOfInitialCPC > episode.CINclosureDate
union all
select
    null as episode,
    null as assessment,
    null as section_47,
    cin_plan.cin_plan,
    null as cp_plan
from census.cin_plan as cin_plan
join census.episode as episode
  on episode.episode = cin_plan.episode
where cin_plan.CINPlanStartDate > episode.CINclosureDate
   or cin_plan.CINPlanEndDate > episode.CINclosureDate
union all
select
    null as episode,
    null as assessment,
    null as section_47,
    null as cin_plan,
    cp_plan.cp_plan
from census.cp_plan as cp_plan
join census.episode as episode
  on episode.episode = cp_plan.episode
where cp_plan.CPPendDate > episode.CINclosureDate

/* examples

[[example]]
because = "the day of closing itself is possible; an open case allows everything"
given."census.episode" = """
episode | child | CINclosureDate | DateOfInitialCPC
--------+-------+----------------+-----------------
1       | 1     | 2022-05-10     | 2022-05-11
2       | 1     |                | 2022-05-11
"""
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate | AssessmentAuthorisationDate
-----------+-------+---------+---------------------------+----------------------------
11         | 1     | 1       | 2022-05-01                | 2022-05-11
12         | 1     | 1       | 2022-05-01                | 2022-05-10
13         | 1     | 2       | 2022-05-01                | 2022-05-11
"""
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate
-----------+-------+---------+-------------------
21         | 1     | 1       | 2022-05-11
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
31       | 1     | 1       | 2022-05-01       | 2022-05-11
"""
given."census.cp_plan" = """
cp_plan | child | episode | CPPendDate
--------+-------+---------+-----------
41      | 1     | 1       | 2022-05-11
42      | 1     | 1       | 2022-05-10
"""
expect = [1, 11, 21, 31, 41]

[[example]]
because = "each day is asked about, and each may be the day of closing"
given."census.episode" = """
episode | child | CINclosureDate | DateOfInitialCPC
--------+-------+----------------+-----------------
1       | 1     | 2022-05-10     | 2022-05-10
"""
given."census.assessment" = """
assessment | child | episode | AssessmentActualStartDate | AssessmentAuthorisationDate
-----------+-------+---------+---------------------------+----------------------------
11         | 1     | 1       | 2022-05-11                |
12         | 1     | 1       | 2022-05-10                |
"""
given."census.section_47" = """
section_47 | child | episode | S47ActualStartDate | DateOfInitialCPC
-----------+-------+---------+--------------------+-----------------
21         | 1     | 1       | 2022-05-10         | 2022-05-11
22         | 1     | 1       | 2022-05-10         | 2022-05-10
"""
given."census.cin_plan" = """
cin_plan | child | episode | CINPlanStartDate | CINPlanEndDate
---------+-------+---------+------------------+---------------
31       | 1     | 1       | 2022-05-11       |
32       | 1     | 1       | 2022-05-10       | 2022-05-10
"""
expect = [11, 21, 31]
*/
