/*
grain = "one stretch of days on which social care did one thing for a child: of several at once the first of looked after, child protection plan, child in need plan and open assessment"
key   = ["authority", "child_id", "start_on"]
# No figure needs it: where one of these is not delivered nothing is told by status, and the figure stands.
rows  = []
[columns]
authority = "varchar"
child_id = "varchar"
start_on = "date"
end_on = "date"
status = { type = "varchar", from = ["mosaic.looked_after_episode.start_date", "mosaic.cp_plan.start_date", "mosaic.cin_plan.start_date", "mosaic.assessment.start_date"] }
*/
with help as (
    select
        looked_after.authority,
        looked_after.child_id,
        looked_after.start_on,
        looked_after.ceased_on as end_on,
        1 as place
    from core.looked_after_episode as looked_after
    union all
    select
        cp_plan.authority,
        cp_plan.child_id,
        cp_plan.start_on,
        cp_plan.end_on,
        2 as place
    from core.cp_plan as cp_plan
    where not cp_plan.is_other_authority
    union all
    select
        cin_plan.authority,
        cin_plan.child_id,
        cin_plan.start_on,
        cin_plan.end_on,
        3 as place
    from core.cin_plan as cin_plan
    union all
    select
        assessment.authority,
        assessment.child_id,
        assessment.start_on,
        assessment.authorised_on as end_on,
        4 as place
    from core.assessment as assessment
),

cut as (
    select
        help.authority,
        help.child_id,
        help.start_on as day
    from help
    union
    select
        help.authority,
        help.child_id,
        help.end_on as day
    from help
    where help.end_on is not null
),

stretch as (
    select
        cut.authority,
        cut.child_id,
        cut.day as start_on,
        lead(cut.day) over (partition by cut.authority, cut.child_id order by cut.day) as end_on
    from cut
),

first as (
    select
        stretch.authority,
        stretch.child_id,
        stretch.start_on,
        stretch.end_on,
        min(help.place) as place
    from stretch
    join help
      on help.authority = stretch.authority
     and help.child_id = stretch.child_id
     and help.start_on <= stretch.start_on
     and (help.end_on is null or help.end_on > stretch.start_on)
    group by stretch.authority, stretch.child_id, stretch.start_on, stretch.end_on
)

select
    first.authority,
    first.child_id,
    first.start_on,
    first.end_on,
    case first.place
        when 1 then 'Looked after'
        when 2 then 'Child protection plan'
        when 3 then 'Child in need plan'
        else 'Open assessment'
    end as status
from first

/* examples

[[example]]
because = "the first that holds on a day is the status, and the next again when that is over; a temporary plan of another authority is none, nor is an assessment that is begun and authorised on one day"
given."core.looked_after_episode" = """
episode_id | child_id | start_on   | ceased_on
-----------+----------+------------+-----------
L1         | A        | 2022-06-01 | 2022-07-01
"""
given."core.cp_plan" = """
plan_id | child_id | start_on   | end_on | is_other_authority
--------+----------+------------+--------+-------------------
P1      | A        | 2022-05-01 |        | false
P2      | B        | 2022-06-01 |        | true
"""
given."core.cin_plan" = """
plan_id | child_id | start_on   | end_on
--------+----------+------------+-----------
N1      | B        | 2022-06-15 | 2022-07-01
"""
given."core.assessment" = """
assessment_id | child_id | start_on   | authorised_on
--------------+----------+------------+--------------
S1            | B        | 2022-06-01 |
S2            | C        | 2022-06-01 | 2022-06-01
"""
expect = """
child_id | start_on   | end_on     | status
---------+------------+------------+----------------------
A        | 2022-05-01 | 2022-06-01 | Child protection plan
A        | 2022-06-01 | 2022-07-01 | Looked after
A        | 2022-07-01 |            | Child protection plan
B        | 2022-06-01 | 2022-06-15 | Open assessment
B        | 2022-06-15 | 2022-07-01 | Child in need plan
B        | 2022-07-01 |            | Open assessment
"""
*/
