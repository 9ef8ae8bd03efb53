/*
grain = "one referral as recorded; is_counted tells the ones that are referrals"
key   = ["authority", "referral_id"]
rows  = ["mosaic.referral"]
[columns]
authority = "varchar"
referral_id = "varchar"
child_id = "varchar"
family_id = { type = "varchar", from = ["mosaic.person.family_id"] }
referral_on = "date"
source_code = "varchar"
source_label = "varchar"
source_group = "varchar"
is_nfa = "boolean"
primary_need_code = "varchar"
is_counted = "boolean"
previous_referral_on = "date"
is_re_referral = "boolean"
previous_close_reason = "varchar"
age_band = { type = "varchar", from = ["mosaic.person.birth_date"] }
ethnicity_group = { type = "varchar", from = ["mosaic.person.ethnicity_code"] }
is_disabled = "boolean"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
closed_on = "date"
close_reason_code = "varchar"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
decided_at = { type = "timestamp", from = ["mosaic.referral.decided_at"] }
decided_on = { type = "date", from = ["mosaic.referral.decided_at"] }
recorded_at = { type = "timestamp", from = ["mosaic.referral.recorded_at"] }
recorded_on = { type = "date", from = ["mosaic.referral.recorded_at"] }
*/
-- of two of one day recorded at once, or nobody knows when, what they say decides: their references are pseudonyms,
-- which another key would put in another order
with in_order as (
    select
        referral.authority,
        referral.referral_id,
        referral.child_id,
        referral.referral_date,
        lag(referral.referral_date) over (
            partition by referral.authority, referral.child_id
            order by
                referral.referral_date, referral.recorded_at nulls last, coalesce(referral.is_nfa, false),
                referral.close_date nulls last, referral.source_code nulls last, referral.referral_id
        ) as last_referral_date,
        -- no further action opens no episode; every other referral does, be it counted or not
        max(
            case
                when referral.is_nfa is distinct from true then coalesce(referral.close_date, date '9999-12-31')
            end
        ) over (
            partition by referral.authority, referral.child_id
            order by
                referral.referral_date, referral.recorded_at nulls last, coalesce(referral.is_nfa, false),
                referral.close_date nulls last, referral.source_code nulls last, referral.referral_id
            rows between unbounded preceding and 1 preceding
        ) as open_until
    from mosaic.referral as referral
),

standing as (
    select
        in_order.authority,
        in_order.referral_id,
        lag(in_order.referral_date) over (
            partition by in_order.authority, in_order.child_id
            order by in_order.referral_date
        ) as previous_referral_on,
        lag(in_order.referral_id) over (
            partition by in_order.authority, in_order.child_id
            order by in_order.referral_date
        ) as previous_referral_id
    from in_order
    -- the first of a day
    where in_order.last_referral_date is distinct from in_order.referral_date
      and (in_order.open_until is null or in_order.open_until <= in_order.referral_date)
),

anniversary as (
    select
        setting.authority,
        setting.value
    from reference.setting as setting
    where setting.name = 're_referral_anniversary'
),

again_within as (
    select
        setting.authority,
        cast(setting.value as integer) as months
    from reference.setting as setting
    where setting.name = 're_referral_months'
)

select
    referral.authority,
    referral.referral_id,
    referral.child_id,
    child.family_id,
    referral.referral_date as referral_on,
    referral.source_code,
    coalesce(source_group.source_label, 'Not recorded') as source_label,
    coalesce(source_group.source_group, 'Not recorded') as source_group,
    coalesce(referral.is_nfa, false) as is_nfa,
    referral.primary_need_code,
    standing.referral_id is not null
    and (child.adult_on is null or child.adult_on > referral.referral_date) as is_counted,
    standing.previous_referral_on,
    -- counted forward from the earlier one: 28 February 2023 is not within 12 months of 29 February 2024
    case
        when standing.previous_referral_on is null then false
        when anniversary.value = 'exclusive'
            then cast(
                standing.previous_referral_on + interval 1 month * coalesce(again_within.months, 12) as date
            ) > referral.referral_date
        else cast(
            standing.previous_referral_on + interval 1 month * coalesce(again_within.months, 12) as date
        ) >= referral.referral_date
    end as is_re_referral,
    case
        when standing.previous_referral_id is null then 'No earlier referral'
        when previous.is_nfa then 'No further action'
        else coalesce(close_reason.close_reason, 'Not recorded')
    end as previous_close_reason,
    age_band(child.birth_date, child.expected_birth_date, referral.referral_date) as age_band,
    coalesce(child.ethnicity_group, 'Not recorded') as ethnicity_group,
    coalesce(child.is_disabled, false) as is_disabled,
    child.adult_on,
    referral.close_date as closed_on,
    referral.close_reason_code,
    coalesce(team.team_name, 'Not recorded') as team_name,
    referral.decided_at,
    referral.decided_on,
    referral.recorded_at,
    referral.recorded_on
from mosaic.referral as referral
left join standing
  on standing.authority = referral.authority
 and standing.referral_id = referral.referral_id
left join mosaic.referral as previous
  on previous.authority = standing.authority
 and previous.referral_id = standing.previous_referral_id
left join reference.close_reason as close_reason
  on close_reason.close_reason_code = previous.close_reason_code
left join core.child as child
  on child.authority = referral.authority
 and child.child_id = referral.child_id
left join reference.source_group as source_group
  on source_group.source_code = referral.source_code
left join mosaic.team as team
  on team.authority = referral.authority
 and team.team_id = referral.team_id
left join anniversary
  on anniversary.authority = referral.authority
left join again_within
  on again_within.authority = referral.authority

/* examples

[[example]]
because = "a referral is of a child until the day of the 18th birthday; of two of one day the first recorded counts, one without a time last; none counts while an episode is open; what is not recorded is told as such"
given."mosaic.referral" = """
referral_id | child_id | referral_date | recorded_at      | close_date | is_nfa | source_code | team_id
------------+----------+---------------+------------------+------------+--------+-------------+--------
R1          | A        | 2022-05-09    |                  | 2022-05-09 | false  | 6           | T1
R2          | A        | 2022-05-10    |                  | 2022-05-10 | false  | ZZ          | T9
R3          | B        | 2022-05-10    |                  | 2022-05-10 | false  | 2A          | T2
R4          | B        | 2022-05-10    | 2022-05-10 12:00 | 2022-05-10 |        | 2A          |
R5          | C        | 2022-05-10    | 2022-05-10 12:00 | 2022-05-10 | true   |             | T1
R6          | C        | 2022-05-10    | 2022-05-10 13:00 |            | true   |             | T1
"""
given."core.child" = """
child_id | adult_on   | is_disabled | ethnicity_group
---------+------------+-------------+----------------
A        | 2022-05-10 | true        | White
B        |            | false       | Not recorded
"""
given."mosaic.team" = """
team_id | team_name
--------+----------
T1      | North
T2      | South
"""
given."reference.setting" = """
name    | value
--------+----------
another | exclusive
"""
expect = """
referral_id | is_counted | is_nfa | source_group      | team_name    | is_disabled | ethnicity_group
------------+------------+--------+-------------------+--------------+-------------+----------------
R1          | true       | false  | Police            | North        | true        | White
R2          | false      | false  | Not recorded      | Not recorded | true        | White
R3          | false      | false  | Schools/Education | South        | false       | Not recorded
R4          | true       | false  | Schools/Education | Not recorded | false       | Not recorded
R5          | true       | true   | Not recorded      | North        | false       | Not recorded
R6          | false      | true   | Not recorded      | North        | false       | Not recorded
"""

[[example]]
because = "within twelve months of the earlier one, the anniversary among them, unless the partnership reads either otherwise"
given."mosaic.referral" = """
referral_id | child_id | referral_date | recorded_at | close_date | close_reason_code | is_nfa
------------+----------+---------------+-------------+------------+-------------------+-------
R1          | A        | 2021-05-10    |             | 2021-06-01 | RC1               | false
R2          | A        | 2022-05-10    |             | 2022-06-01 |                   | true
R3          | A        | 2022-12-10    |             | 2022-12-11 | RC9               | false
R4          | A        | 2023-12-11    |             |            |                   | false
"""
given."reference.setting" = """
name    | value
--------+----------
another | exclusive
"""
expect = """
referral_id | previous_referral_on | is_re_referral | previous_close_reason
------------+----------------------+----------------+-------------------------------------------------
R1          |                      | false          | No earlier referral
R2          | 2021-05-10           | true           | Adopted
R3          | 2022-05-10           | true           | No further action
R4          | 2022-12-10           | false          | Case closed after assessment, referred to early help
"""

[[example]]
because = "six months, the day itself not among them, where the partnership's settings say both"
given."mosaic.referral" = """
referral_id | child_id | referral_date | close_date
------------+----------+---------------+-----------
R1          | A        | 2022-01-10    | 2022-01-10
R2          | A        | 2022-07-10    | 2022-07-10
R3          | A        | 2023-01-11    | 2023-01-11
R4          | A        | 2023-07-10    | 2023-07-10
"""
given."reference.setting" = """
name                    | value
------------------------+----------
re_referral_months      | 6
re_referral_anniversary | exclusive
"""
expect = """
referral_id | is_re_referral
------------+---------------
R1          | false
R2          | false
R3          | false
R4          | true
"""

[[example]]
because = "of two of one day of which nobody knows which was recorded first, the one that went further counts, then the one closed first, then the first by source, whatever their references"
given."mosaic.referral" = """
referral_id | child_id | referral_date | source_code | is_nfa | close_date
------------+----------+---------------+-------------+--------+-----------
R1          | A        | 2022-05-01    | 2A          | true   |
R2          | A        | 2022-05-01    | 6           | false  |
R3          | B        | 2022-05-01    | 6           | false  |
R4          | B        | 2022-05-01    | 2A          | true   |
R5          | C        | 2022-05-01    | 6           |        |
R6          | C        | 2022-05-01    | 2A          | false  | 2022-06-01
R7          | D        | 2022-05-01    | 6           | false  | 2022-06-01
R8          | D        | 2022-05-01    | 2A          | false  | 2022-06-01
R9          | E        | 2022-05-01    |             | false  |
S1          | E        | 2022-05-01    | 2A          | false  |
"""
expect = """
referral_id | is_counted
------------+-----------
R1          | false
R2          | true
R3          | true
R4          | false
R5          | false
R6          | true
R7          | false
R8          | true
R9          | false
S1          | true
"""
*/
