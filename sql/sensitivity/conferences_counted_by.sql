/*
setting    = "conferences_counted_by"
indicators = ["SP05", "SP05R", "SP06", "SP07", "SP08"]
says       = "conferences were those of a further child of a family who met on one day"
*/
with reported as (
    select
        min(period.start_date) as first_day,
        max(period.end_date) as last_day
    from reference.period as period
),

met as (
    select
        conference.authority,
        conference.conference_on,
        coalesce(child.family_id, conference.child_id) as family,
        count(*) as children
    from core.conference as conference
    join reported
      on conference.conference_on between reported.first_day and reported.last_day
    left join core.child as child
      on child.authority = conference.authority
     and child.child_id = conference.child_id
    group by conference.authority, conference.conference_on, coalesce(child.family_id, conference.child_id)
)

select
    met.authority,
    coalesce(sum(met.children - 1), 0) as on_limit,
    coalesce(sum(met.children), 0) as records
from met
group by met.authority

/* examples

[[example]]
because = "three siblings in one meeting are two children more than meetings"
given."reference.period" = """
period_id     | start_date | end_date
--------------+------------+-----------
month:2022-04 | 2022-04-01 | 2022-04-30
month:2022-05 | 2022-05-01 | 2022-05-31
"""
given."core.conference" = """
conference_id | child_id | conference_on
--------------+----------+--------------
C1            | A        | 2022-05-01
C2            | B        | 2022-05-01
C3            | C        | 2022-05-01
C4            | A        | 2022-05-02
C5            | D        | 2022-05-01
C6            | A        | 2022-06-02
"""
given."core.child" = """
child_id | family_id
---------+----------
A        | F
B        | F
C        | F
D        |
"""
expect  = [2, 5]
*/
