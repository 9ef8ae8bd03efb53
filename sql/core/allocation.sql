/*
grain = "one spell of one worker's involvement with a child"
key   = ["authority", "allocation_id"]
rows  = ["mosaic.involvement"]
[columns]
authority = "varchar"
allocation_id = "varchar"
child_id = "varchar"
worker_id = { type = "varchar", from = ["mosaic.professional.staff_id"] }
start_on = "date"
end_on = "date"
is_primary = "boolean"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
*/
select
    involvement.authority,
    involvement.involvement_id as allocation_id,
    involvement.child_id,
    -- a worker without a staff number matches no post, and so is no case holder
    coalesce(professional.staff_id, involvement.worker_id) as worker_id,
    involvement.start_date as start_on,
    involvement.end_date as end_on,
    coalesce(
        involvement.is_primary,
        lower(trim(involvement.role)) = 'allocated case worker',
        false
    ) as is_primary,
    coalesce(team.team_name, 'Not recorded') as team_name
from mosaic.involvement as involvement
left join mosaic.professional as professional
  on professional.authority = involvement.authority
 and professional.worker_id = involvement.worker_id
left join mosaic.team as team
  on team.authority = involvement.authority
 and team.team_id = involvement.team_id

/* examples

[[example]]
because = "the flag says who is the allocated worker, else the role does, however it is written; a worker goes by the staff number where there is one, and the work of one whom no list names is kept"
given."mosaic.involvement" = """
involvement_id | child_id | worker_id | team_id | role                   | is_primary | start_date | end_date
---------------+----------+-----------+---------+------------------------+------------+------------+-----------
I1             | A        | W1        | T1      | Reviewing officer      | true       | 2022-01-01 | 2022-02-01
I2             | A        | W2        | T2      | Allocated Case Worker  | false      | 2022-01-01 |
I3             | B        | W3        |         | ALLOCATED CASE WORKER  |            | 2022-01-01 |
I4             | B        |           | T9      | Support worker         |            | 2022-01-01 |
I5             | C        | W1        | T1      |                        |            | 2022-01-01 |
"""
given."mosaic.professional" = """
worker_id | staff_id
----------+---------
W1        | S1
W2        |
"""
given."mosaic.team" = """
team_id | team_name
--------+----------
T1      | North
T2      | South
"""
expect = """
allocation_id | child_id | worker_id | start_on   | end_on     | is_primary | team_name
--------------+----------+-----------+------------+------------+------------+-------------
I1            | A        | S1        | 2022-01-01 | 2022-02-01 | true       | North
I2            | A        | W2        | 2022-01-01 |            | false      | South
I3            | B        | W3        | 2022-01-01 |            | true       | Not recorded
I4            | B        |           | 2022-01-01 |            | false      | Not recorded
I5            | C        | S1        | 2022-01-01 |            | false      | North
"""
*/
