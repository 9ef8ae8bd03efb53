/*
code     = "2990"
severity = "error"
fields   = ["ReasonForClosure"]
message  = "Expected no enquiry, conference or plan in a case closed after assessment (RC8, RC9); found one."
remedy   = "Correct the reason for closure or the activity."
reading  = "Activity is a section 47 enquiry, an initial conference, a child in need plan or a child protection plan of the same episode."
*/
select episode.episode
from census.episode as episode
where episode.ReasonForClosure in ('RC8', 'RC9')
  and (
    episode.DateOfInitialCPC is not null
    or exists (
        select section_47.section_47
        from census.section_47 as section_47
        where section_47.episode = episode.episode
    )
    or exists (
        select cin_plan.cin_plan
        from census.cin_plan as cin_plan
        where cin_plan.episode = episode.episode
    )
    or exists (
        select cp_plan.cp_plan
        from census.cp_plan as cp_plan
        where cp_plan.episode = episode.episode
    )
)

/* examples

[[example]]
because = "an enquiry, a plan or a conference each is activity; another reason allows them"
given."census.episode" = """
episode | child | ReasonForClosure | DateOfInitialCPC
--------+-------+------------------+-----------------
1       | 1     | RC8              |
2       | 1     | RC9              | 2022-05-01
3       | 1     | RC8              |
4       | 1     | RC7              |
5       | 1     | RC8              |
6       | 1     | RC9              |
"""
given."census.section_47" = """
section_47 | child | episode
-----------+-------+--------
1          | 1     | 1
2          | 1     | 4
"""
given."census.cin_plan" = """
cin_plan | child | episode
---------+-------+--------
1        | 1     | 3
"""
given."census.cp_plan" = """
cp_plan | child | episode
--------+-------+--------
1       | 1     | 6
2       | 1     | 4
"""
expect = [1, 2, 3, 6]
*/
