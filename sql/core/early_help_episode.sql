/*
grain   = "one early help episode of one child: a plan, or an assessment where there is no plan yet; a request alone is none"
key     = ["authority", "episode_key"]
rows    = ["eisi.early_help_episode"]
[columns]
authority = "varchar"
episode_key = "varchar"
child_key = "varchar"
child_id = "varchar"
family_id = "varchar"
assessment_on = "date"
start_on = "date"
end_on = "date"
lead_agency = "varchar"
ward = "varchar"
is_step_down = "boolean"
closure_reason = "varchar"
adult_on = "date"
*/
with child_in_eisi as (
    select
        early_help_episode.authority,
        early_help_episode.eisi_id,
        case
            when min(early_help_episode.child_id) = max(early_help_episode.child_id)
            then min(early_help_episode.child_id)
        end as child_id
    from eisi.early_help_episode as early_help_episode
    group by early_help_episode.authority, early_help_episode.eisi_id
),

child_by_nhs as (
    select
        person.authority,
        person.nhs_id,
        min(person.child_id) as child_id
    from mosaic.person as person
    where person.nhs_id is not null
    group by person.authority, person.nhs_id
)

select
    episode.authority,
    concat(
        episode.eisi_id, ' ',
        coalesce(cast(episode.request_date as varchar), 'no request'), ' ',
        coalesce(cast(episode.plan_start_date as varchar), 'no plan')
    ) as episode_key,
    -- the NHS number is the next best key after the Mosaic ID; a child is never guessed
    coalesce(
        episode.child_id, child_by_nhs.child_id, child_in_eisi.child_id, episode.nhs_id, episode.eisi_id
    ) as child_key,
    coalesce(episode.child_id, child_by_nhs.child_id, child_in_eisi.child_id) as child_id,
    episode.family_id,
    episode.assessment_date as assessment_on,
    coalesce(episode.plan_start_date, episode.assessment_date) as start_on,
    episode.plan_end_date as end_on,
    coalesce(episode.lead_agency, 'Not recorded') as lead_agency,
    coalesce(episode.ward, 'Not recorded') as ward,
    episode.is_step_down,
    episode.closure_reason,
    adult_on(coalesce(episode.birth_date, person.birth_date), leap_day.value) as adult_on
from eisi.early_help_episode as episode
join child_in_eisi
  on child_in_eisi.authority = episode.authority
 and child_in_eisi.eisi_id = episode.eisi_id
left join child_by_nhs
  on child_by_nhs.authority = episode.authority
 and child_by_nhs.nhs_id = episode.nhs_id
left join mosaic.person as person
  on person.authority = episode.authority
 and person.child_id = coalesce(episode.child_id, child_by_nhs.child_id, child_in_eisi.child_id)
left join reference.setting as leap_day
  on leap_day.authority = episode.authority
 and leap_day.name = 'leap_day_birthday'
where coalesce(episode.plan_start_date, episode.assessment_date) is not null

/* examples

[[example]]
because = "a plan's start stands before the assessment's day; a request alone is no episode; the NHS number finds the child where the Mosaic ID is blank"
given."eisi.early_help_episode" = """
eisi_id | child_id | nhs_id | family_id | request_date | assessment_date | plan_start_date | plan_end_date | lead_agency | ward
--------+----------+--------+-----------+--------------+-----------------+-----------------+---------------+-------------+--------
S1      | A        | 9A     | F1        | 2022-04-01   | 2022-04-10      | 2022-04-20      |               | School      | Central
S1      |          |        | F1        | 2022-06-01   | 2022-06-10      |                 |               |             |
S2      |          | 9B     | F1        | 2022-06-01   |                 | 2022-06-05      | 2022-09-01    | Other       | Central
S3      |          | 9C     | F2        | 2022-06-01   |                 | 2022-06-05      |               | Other       | Central
S4      |          |        | F2        | 2022-06-01   |                 | 2022-06-05      |               | Other       | Central
S5      | D        |        | F2        | 2022-06-01   |                 |                 |               | Other       | Central
"""
given."mosaic.person" = """
child_id | nhs_id
---------+-------
B        | 9B
"""
expect = """
child_key | child_id | start_on   | end_on     | lead_agency  | ward
----------+----------+------------+------------+--------------+-------------
A         | A        | 2022-04-20 |            | School       | Central
A         | A        | 2022-06-10 |            | Not recorded | Not recorded
B         | B        | 2022-06-05 | 2022-09-01 | Other        | Central
9C        |          | 2022-06-05 |            | Other        | Central
S4        |          | 2022-06-05 |            | Other        | Central
"""

[[example]]
because = "two children under one EISI number are never guessed for a third row; two people with one NHS number are one child under the first number; the birth date is EISI's own, else the case system's; another setting moves no birthday"
given."eisi.early_help_episode" = """
eisi_id | child_id | nhs_id | birth_date | request_date | assessment_date | plan_start_date
--------+----------+--------+------------+--------------+-----------------+----------------
S1      | B        |        | 2008-02-29 | 2022-04-01   | 2022-04-10      |
S1      | A        |        |            | 2022-05-01   | 2022-05-10      |
S1      |          |        |            | 2022-06-01   | 2022-06-10      | 2022-06-20
S2      |          | 9X     |            |              | 2022-06-10      |
S3      | C        | 9X     |            | 2022-06-01   | 2022-06-10      |
S4      | C        |        | 2009-03-03 | 2022-06-01   | 2022-06-10      |
S4      |          |        |            | 2022-07-01   | 2022-07-10      |
"""
given."mosaic.person" = """
child_id | nhs_id | birth_date
---------+--------+-----------
A        |        | 2010-01-01
B        |        | 2011-01-01
C        |        | 2012-01-01
E        | 9X     | 2014-01-01
D        | 9X     | 2013-01-01
"""
given."reference.setting" = """
name        | value
------------+------------
another     | 28 February
reports_due | 3
"""
expect = """
episode_key              | child_key | child_id | adult_on
-------------------------+-----------+----------+-----------
S1 2022-04-01 no plan    | B         | B        | 2026-03-01
S1 2022-05-01 no plan    | A         | A        | 2028-01-01
S1 2022-06-01 2022-06-20 | S1        |          |
S2 no request no plan    | D         | D        | 2031-01-01
S3 2022-06-01 no plan    | C         | C        | 2030-01-01
S4 2022-06-01 no plan    | C         | C        | 2027-03-03
S4 2022-07-01 no plan    | C         | C        | 2030-01-01
"""
*/
