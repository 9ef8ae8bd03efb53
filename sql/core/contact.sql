/*
grain = "one contact received at the front door"
key   = ["authority", "contact_id"]
rows  = ["mosaic.contact"]
[columns]
authority = "varchar"
contact_id = "varchar"
child_id = "varchar"
family_id = { type = "varchar", from = ["mosaic.person.family_id"] }
received_at = "timestamp"
received_on = "date"
decided_at = { type = "timestamp", from = ["mosaic.contact.decided_at"] }
decided_on = { type = "date", from = ["mosaic.contact.decided_at"] }
source_code = "varchar"
source_group = "varchar"
outcome = { type = "varchar", from = ["mosaic.contact.decided_at", "mosaic.referral.referral_id"] }
is_converted = { type = "boolean", from = ["mosaic.referral.referral_id"] }
team_name = { type = "varchar", from = ["mosaic.contact.team_id", "mosaic.team.team_name"] }
age_band = { type = "varchar", from = ["mosaic.person.birth_date"] }
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
quality_issue = { type = "varchar", from = ["mosaic.contact.quality_issue"] }
is_early_help_request = { type = "boolean", from = ["mosaic.contact.is_early_help_request"] }
outcome_sent_on = { type = "date", from = ["mosaic.contact.outcome_sent_at"] }
outcome_sent_at = { type = "timestamp", from = ["mosaic.contact.outcome_sent_at"] }
recorded_at = { type = "timestamp", from = ["mosaic.contact.recorded_at"] }
recorded_on = { type = "date", from = ["mosaic.contact.recorded_at"] }
*/
with conversion_days as (
    select
        setting.authority,
        cast(setting.value as integer) as working_days
    from reference.setting as setting
    where setting.name = 'conversion_working_days'
),

referral_day as (
    select
        referral.authority,
        referral.child_id,
        referral.referral_on,
        calendar.working_day_number
    from core.referral as referral
    join reference.calendar as calendar
      on calendar.day = referral.referral_on
    where referral.is_counted
),

-- a contact without a link became a referral when the same child was referred soon after it
followed as (
    select distinct
        contact.authority,
        contact.contact_id
    from mosaic.contact as contact
    join reference.calendar as received
      on received.day = contact.received_on
    join referral_day
      on referral_day.authority = contact.authority
     and referral_day.child_id = contact.child_id
     and referral_day.referral_on >= contact.received_on
    left join conversion_days
      on conversion_days.authority = contact.authority
    where contact.referral_id is null
      and referral_day.working_day_number - received.working_day_number <= coalesce(conversion_days.working_days, 5)
)

select
    contact.authority,
    contact.contact_id,
    contact.child_id,
    child.family_id,
    contact.received_at,
    contact.received_on,
    contact.decided_at,
    contact.decided_on,
    contact.source_code,
    coalesce(source_group.source_group, 'Not recorded') as source_group,
    case
        when contact.referral_id is not null or followed.contact_id is not null then 'Referral'
        when contact.decided_at is not null then 'No referral'
        else 'Open'
    end as outcome,
    contact.referral_id is not null or followed.contact_id is not null as is_converted,
    coalesce(team.team_name, 'Not recorded') as team_name,
    age_band(child.birth_date, child.expected_birth_date, contact.received_on) as age_band,
    child.adult_on,
    contact.quality_issue,
    contact.is_early_help_request,
    contact.outcome_sent_on,
    contact.outcome_sent_at,
    contact.recorded_at,
    contact.recorded_on
from mosaic.contact as contact
left join followed
  on followed.authority = contact.authority
 and followed.contact_id = contact.contact_id
left join core.child as child
  on child.authority = contact.authority
 and child.child_id = contact.child_id
left join reference.source_group as source_group
  on source_group.source_code = contact.source_code
left join mosaic.team as team
  on team.authority = contact.authority
 and team.team_id = contact.team_id

/* examples

[[example]]
because = "a contact became a referral by its link, or by a referral of the same child on its day or within five working days, not before and not one that does not count; a link to a referral is enough whenever that was"
given."mosaic.contact" = """
contact_id | child_id | received_on | decided_at       | referral_id | source_code | team_id
-----------+----------+-------------+------------------+-------------+-------------+--------
C1         | A        | 2022-05-09  |                  |             | 2A          | T1
C2         | B        | 2022-05-09  | 2022-05-09 12:00 |             | 6           | T2
C3         | C        | 2022-05-09  | 2022-05-09 12:00 |             | ZZ          | T9
C4         | D        | 2022-05-09  |                  |             |             |
C5         | E        | 2022-05-09  | 2022-05-09 12:00 | R9          | 6           | T1
C6         | F        | 2022-05-09  |                  |             | 6           | T1
C7         | G        | 2022-05-09  |                  |             | 6           | T1
"""
given."core.referral" = """
referral_id | child_id | referral_on | is_counted
------------+----------+-------------+-----------
R1          | A        | 2022-05-09  | true
R2          | A        | 2022-05-10  | true
R3          | B        | 2022-05-16  | true
R4          | C        | 2022-05-17  | true
R5          | D        | 2022-05-06  | true
R6          | F        | 2022-05-09  | false
R7          | G        | 2022-05-09  | true
"""
given."core.child" = """
child_id | family_id
---------+----------
A        | F1
"""
given."mosaic.team" = """
team_id | team_name
--------+----------
T1      | North
T2      | South
"""
given."reference.setting" = """
name        | value
------------+------
another     | 9
reports_due | 3
"""
expect = """
contact_id | family_id | outcome     | is_converted | source_group      | team_name
-----------+-----------+-------------+--------------+-------------------+-------------
C1         | F1        | Referral    | true         | Schools/Education | North
C2         |           | Referral    | true         | Police            | South
C3         |           | No referral | false        | Not recorded      | Not recorded
C4         |           | Open        | false        | Not recorded      | Not recorded
C5         |           | Referral    | true         | Police            | North
C6         |           | Open        | false        | Police            | North
C7         |           | Referral    | true         | Police            | North
"""
*/
