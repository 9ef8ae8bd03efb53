/*
grain = "one stretch of days on which a child's case was with one primary worker; where several are named at once, with the one who began last"
key   = ["authority", "child_id", "start_on"]
# No figure needs it: where no involvements are delivered the team is not recorded, and the figure stands.
rows  = []
[columns]
authority = "varchar"
child_id = "varchar"
start_on = "date"
end_on = "date"
team_name = { type = "varchar", from = ["mosaic.involvement.team_id", "mosaic.team.team_name"] }
*/
with held as (
    select
        allocation.authority,
        allocation.child_id,
        allocation.allocation_id,
        allocation.start_on,
        allocation.end_on,
        allocation.team_name
    from core.allocation as allocation
    where allocation.is_primary
),

cut as (
    select
        held.authority,
        held.child_id,
        held.start_on as day
    from held
    union
    select
        held.authority,
        held.child_id,
        held.end_on as day
    from held
    where held.end_on is not null
),

stretch as (
    select
        cut.authority,
        cut.child_id,
        cut.day as start_on,
        lead(cut.day) over (partition by cut.authority, cut.child_id order by cut.day) as end_on
    from cut
),

ranked as (
    select
        stretch.authority,
        stretch.child_id,
        stretch.start_on,
        stretch.end_on,
        held.team_name,
        row_number() over (
            partition by stretch.authority, stretch.child_id, stretch.start_on
            order by held.start_on desc, held.end_on desc nulls first, held.team_name nulls last, held.allocation_id
        ) as place
    from stretch
    join held
      on held.authority = stretch.authority
     and held.child_id = stretch.child_id
     and held.start_on <= stretch.start_on
     and (held.end_on is null or held.end_on > stretch.start_on)
)

select
    ranked.authority,
    ranked.child_id,
    ranked.start_on,
    ranked.end_on,
    ranked.team_name
from ranked
where ranked.place = 1

/* examples

[[example]]
because = "of several primary workers the one who began last holds the case, and the one before it again after that; a co-worker never does, nor one who ends on the first day"
given."core.allocation" = """
allocation_id | child_id | start_on   | end_on     | is_primary | team_name
--------------+----------+------------+------------+------------+----------
I1            | A        | 2022-01-01 | 2022-03-01 | true       | Front
I2            | A        | 2022-03-01 |            | true       | North
I3            | A        | 2022-05-01 |            | true       | South
I4            | A        | 2022-06-01 |            | false      | Support
I5            | A        | 2022-07-01 | 2022-07-01 | true       | Front
I6            | B        | 2022-01-01 | 2022-06-01 | true       | North
I7            | B        | 2022-02-01 | 2022-04-01 | true       | South
I8            | C        | 2022-01-01 | 2022-02-01 | true       | North
I9            | C        | 2022-01-01 |            | true       | South
"""
expect = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2022-01-01 | 2022-03-01 | Front
A        | 2022-03-01 | 2022-05-01 | North
A        | 2022-05-01 | 2022-07-01 | South
A        | 2022-07-01 |            | South
B        | 2022-01-01 | 2022-02-01 | North
B        | 2022-02-01 | 2022-04-01 | South
B        | 2022-04-01 | 2022-06-01 | North
C        | 2022-01-01 | 2022-02-01 | South
C        | 2022-02-01 |            | South
"""

[[example]]
because = "of two who began on one day the one who stays longer holds the case; of two who began and ended alike the first by name"
given."core.allocation" = """
allocation_id | child_id | start_on   | end_on     | is_primary | team_name
--------------+----------+------------+------------+------------+----------
I1            | A        | 2022-01-01 | 2022-02-01 | true       | North
I2            | A        | 2022-01-01 | 2022-03-01 | true       | South
I3            | B        | 2022-01-01 |            | true       | South
I4            | B        | 2022-01-01 |            | true       | North
"""
expect = """
child_id | start_on   | end_on     | team_name
---------+------------+------------+----------
A        | 2022-01-01 | 2022-02-01 | South
A        | 2022-02-01 | 2022-03-01 | South
B        | 2022-01-01 |            | North
"""
*/
