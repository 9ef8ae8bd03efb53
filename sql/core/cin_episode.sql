/*
grain = "one unbroken spell of need of one child: its overlapping episodes joined; an episode that begins the day the last one ends is a spell of its own"
key   = ["authority", "episode_id"]
rows  = ["mosaic.referral"]
[columns]
authority = "varchar"
episode_id = "varchar"
child_id = "varchar"
start_on = "date"
end_on = "date"
primary_need_code = "varchar"
primary_need = { type = "varchar", from = ["mosaic.referral.primary_need_code"] }
ward = { type = "varchar", from = ["mosaic.person.ward"] }
birth_date = { type = "date", from = ["mosaic.person.birth_date"] }
expected_birth_date = "date"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
close_reason_code = "varchar"
*/
with episode as (
    select
        referral.authority,
        referral.child_id,
        referral.referral_id,
        referral.referral_date,
        coalesce(referral.close_date, date '9999-12-31') as open_until,
        referral.close_reason_code,
        referral.primary_need_code,
        row_number() over (
            partition by referral.authority, referral.child_id
            order by
                referral.referral_date, referral.recorded_at nulls last, referral.close_date nulls last,
                referral.source_code nulls last, referral.primary_need_code nulls last, referral.referral_id
        ) as place,
        lag(referral.referral_date) over (
            partition by referral.authority, referral.child_id
            order by
                referral.referral_date, referral.recorded_at nulls last, referral.close_date nulls last,
                referral.source_code nulls last, referral.primary_need_code nulls last, referral.referral_id
        ) as last_referral_date,
        max(coalesce(referral.close_date, date '9999-12-31')) over (
            partition by referral.authority, referral.child_id
            order by
                referral.referral_date, referral.recorded_at nulls last, referral.close_date nulls last,
                referral.source_code nulls last, referral.primary_need_code nulls last, referral.referral_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_open_until
    from mosaic.referral as referral
    where referral.is_nfa is distinct from true
),

beside_earlier as (
    select
        episode.authority,
        episode.child_id,
        episode.referral_id,
        episode.referral_date,
        episode.open_until,
        episode.close_reason_code,
        episode.primary_need_code,
        episode.place,
        case
            when episode.referral_date = episode.last_referral_date then 0
            when episode.referral_date < episode.earlier_open_until then 0
            else 1
        end as opens_spell
    from episode
),

numbered as (
    select
        beside_earlier.authority,
        beside_earlier.child_id,
        beside_earlier.referral_id,
        beside_earlier.referral_date,
        beside_earlier.open_until,
        beside_earlier.close_reason_code,
        beside_earlier.primary_need_code,
        beside_earlier.place,
        beside_earlier.opens_spell,
        sum(beside_earlier.opens_spell) over (
            partition by beside_earlier.authority, beside_earlier.child_id
            order by beside_earlier.place
            rows between unbounded preceding and current row
        ) as spell
    from beside_earlier
),

ranked as (
    select
        numbered.authority,
        numbered.child_id,
        numbered.spell,
        numbered.referral_id,
        numbered.referral_date,
        numbered.open_until,
        numbered.close_reason_code,
        numbered.primary_need_code,
        numbered.opens_spell,
        row_number() over (
            partition by numbered.authority, numbered.child_id, numbered.spell
            order by numbered.open_until desc, numbered.place
        ) as from_last_end
    from numbered
),

spell as (
    select
        ranked.authority,
        ranked.child_id,
        max(case when ranked.opens_spell = 1 then ranked.referral_id end) as episode_id,
        min(ranked.referral_date) as start_on,
        nullif(max(ranked.open_until), date '9999-12-31') as end_on,
        max(case when ranked.opens_spell = 1 then ranked.primary_need_code end) as primary_need_code,
        max(case when ranked.from_last_end = 1 then ranked.close_reason_code end) as close_reason_code
    from ranked
    group by ranked.authority, ranked.child_id, ranked.spell
)

select
    spell.authority,
    spell.episode_id,
    spell.child_id,
    spell.start_on,
    spell.end_on,
    spell.primary_need_code,
    coalesce(primary_need.primary_need, 'Not recorded') as primary_need,
    coalesce(child.ward, 'Not recorded') as ward,
    child.birth_date,
    child.expected_birth_date,
    child.adult_on,
    spell.close_reason_code
from spell
left join reference.primary_need as primary_need
  on primary_need.primary_need_code = spell.primary_need_code
left join core.child as child
  on child.authority = spell.authority
 and child.child_id = spell.child_id

/* examples

[[example]]
because = "episodes that overlap are one spell, with the need it began with and the reason of the episode that ended last; one that begins the day it ends is another; of two of one day the first recorded opens it; one closed without further action is none"
given."mosaic.referral" = """
referral_id | child_id | referral_date | recorded_at      | close_date | close_reason_code | primary_need_code | is_nfa
------------+----------+---------------+------------------+------------+-------------------+-------------------+-------
R1          | A        | 2022-04-01    | 2022-04-02 09:00 | 2022-06-01 | RC1               | N1                | false
R2          | A        | 2022-05-01    | 2022-05-02 09:00 | 2022-08-01 | RC2               | N2                | false
R3          | A        | 2022-08-01    | 2022-08-02 09:00 |            |                   |                   |
R4          | B        | 2022-05-10    | 2022-05-10 12:00 | 2022-06-01 | RC3               | N3                | false
R5          | B        | 2022-05-10    | 2022-05-10 09:00 | 2022-06-01 | RC4               | N2                | false
R6          | B        | 2022-05-10    |                  | 2022-05-10 | RC1               | N4                | false
R7          | C        | 2022-05-10    | 2022-05-10 09:00 | 2022-05-10 | RC8               | N1                | true
R8          | D        | 2022-05-10    | 2022-05-10 09:00 | 2022-05-10 | RC1               | N1                | false
R9          | D        | 2022-05-10    | 2022-05-10 10:00 | 2022-05-20 | RC2               | N2                | false
"""
given."core.child" = """
child_id | ward
---------+-------------
A        | North
B        | Not recorded
"""
expect = """
episode_id | child_id | start_on   | end_on     | primary_need_code | primary_need       | ward         | close_reason_code
-----------+----------+------------+------------+-------------------+--------------------+--------------+------------------
R1         | A        | 2022-04-01 | 2022-08-01 | N1                | Abuse or neglect   | North        | RC2
R3         | A        | 2022-08-01 |            |                   | Not recorded       | North        |
R5         | B        | 2022-05-10 | 2022-06-01 | N2                | Child's disability | Not recorded | RC4
R8         | D        | 2022-05-10 | 2022-05-20 | N1                | Abuse or neglect   | Not recorded | RC2
"""

[[example]]
because = "of two of one day of which nobody knows which was recorded first, the one closed first states the need, then the first by source, then by need, whatever their references"
given."mosaic.referral" = """
referral_id | child_id | referral_date | close_date | source_code | primary_need_code
------------+----------+---------------+------------+-------------+------------------
R1          | A        | 2022-05-01    |            | 2A          | N1
R2          | A        | 2022-05-01    | 2022-06-01 | 6           | N2
R3          | B        | 2022-05-01    |            | 6           | N1
R4          | B        | 2022-05-01    |            | 2A          | N2
R5          | C        | 2022-05-01    |            |             | N1
R6          | C        | 2022-05-01    |            | 6           | N2
R7          | D        | 2022-05-01    |            | 6           | N2
R8          | D        | 2022-05-01    |            | 6           | N1
R9          | E        | 2022-05-01    |            | 6           |
S1          | E        | 2022-05-01    |            | 6           | N2
"""
expect = """
child_id | episode_id | end_on | primary_need_code
---------+------------+--------+------------------
A        | R2         |        | N2
B        | R4         |        | N2
C        | R6         |        | N2
D        | R8         |        | N1
E        | S1         |        | N2
"""
*/
