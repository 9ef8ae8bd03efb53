/*
grain   = "one missing episode of one child: a police report with the reports made before the child was found, and its return interview"
key     = ["authority", "episode_id"]
rows    = ["police.missing_report"]
[columns]
authority = "varchar"
episode_id = "varchar"
child_key = "varchar"
child_id = "varchar"
reported_at = "timestamp"
reported_on = "date"
returned_at = "timestamp"
notified_at = { type = "timestamp", from = ["police.missing_report.notified_at"] }
returned_on = "date"
risk_grade = "varchar"
missing_from = "varchar"
placing_authority = "varchar"
placed_by = "varchar"
adult_on = "date"
rhi_due = { type = "boolean", from = ["eisi.return_interview.is_required"] }
rhi_required = { type = "boolean", from = ["eisi.return_interview.is_required"] }
rhi_offered = { type = "boolean", from = ["eisi.return_interview.is_offered"] }
rhi_offered_on = { type = "date", from = ["eisi.return_interview.offered_date"] }
rhi_accepted = { type = "boolean", from = ["eisi.return_interview.is_accepted"] }
rhi_completed_at = { type = "timestamp", from = ["eisi.return_interview.completed_at"] }
reason_declined = { type = "varchar", from = ["eisi.return_interview.reason_declined"] }
*/
with child_of_nominal as (
    select
        missing_report.authority,
        missing_report.nominal_id,
        missing_report.child_id,
        row_number() over (
            partition by missing_report.authority, missing_report.nominal_id
            order by missing_report.reported_at desc, missing_report.child_id
        ) as choice
    from police.missing_report as missing_report
    where missing_report.child_id is not null
),

logged_return as (
    select
        return_interview.authority,
        return_interview.report_id,
        min(return_interview.returned_at) as returned_at,
        min(return_interview.returned_on) as returned_on
    from eisi.return_interview as return_interview
    where return_interview.report_id is not null
    group by return_interview.authority, return_interview.report_id
),

report as (
    select
        missing_report.authority,
        missing_report.report_id,
        -- the police know a child by nominal; two nominals with one Mosaic ID are one child
        coalesce(child_of_nominal.child_id, missing_report.nominal_id) as child_key,
        child_of_nominal.child_id,
        missing_report.birth_date,
        missing_report.reported_at,
        missing_report.reported_on,
        coalesce(missing_report.found_at, logged_return.returned_at) as returned_at,
        coalesce(missing_report.found_on, logged_return.returned_on) as returned_on,
        missing_report.risk_grade,
        missing_report.missing_from,
        missing_report.placing_authority
    from police.missing_report as missing_report
    left join child_of_nominal
      on child_of_nominal.authority = missing_report.authority
     and child_of_nominal.nominal_id = missing_report.nominal_id
     and child_of_nominal.choice = 1
    left join logged_return
      on logged_return.authority = missing_report.authority
     and logged_return.report_id = missing_report.report_id
),

beside_earlier as (
    select
        report.authority,
        report.report_id,
        report.child_key,
        report.reported_at,
        max(report.returned_at) over (
            partition by report.authority, report.child_key
            order by report.reported_at, report.report_id
            rows between unbounded preceding and 1 preceding
        ) as last_returned_at,
        lag(report.reported_at) over (
            partition by report.authority, report.child_key
            order by report.reported_at, report.report_id
        ) as previous_reported_at,
        lag(report.returned_at) over (
            partition by report.authority, report.child_key
            order by report.reported_at, report.report_id
        ) as previous_returned_at
    from report
),

opening as (
    select
        beside_earlier.authority,
        beside_earlier.report_id,
        beside_earlier.child_key,
        beside_earlier.reported_at,
        case
            when beside_earlier.previous_reported_at is null then 1
            when beside_earlier.reported_at < beside_earlier.last_returned_at then 0
            -- not back since the report before this one
            when beside_earlier.previous_returned_at is null
             and (
                 beside_earlier.last_returned_at is null
                 or beside_earlier.last_returned_at <= beside_earlier.previous_reported_at
             ) then 0
            else 1
        end as opens_episode
    from beside_earlier
),

numbered as (
    select
        opening.authority,
        opening.report_id,
        opening.child_key,
        opening.opens_episode,
        sum(opening.opens_episode) over (
            partition by opening.authority, opening.child_key
            order by opening.reported_at, opening.report_id
            rows between unbounded preceding and current row
        ) as episode_number
    from opening
),

report_in_episode as (
    select
        first_report.authority,
        first_report.report_id as episode_id,
        numbered.report_id
    from numbered as first_report
    join numbered
      on numbered.authority = first_report.authority
     and numbered.child_key = first_report.child_key
     and numbered.episode_number = first_report.episode_number
    where first_report.opens_episode = 1
),

merged as (
    select
        report_in_episode.authority,
        report_in_episode.episode_id,
        max(report.returned_at) as returned_at,
        max(report.returned_on) as returned_on,
        min(report.placing_authority) as placing_authority,
        min(report.birth_date) as birth_date
    from report_in_episode
    join report
      on report.authority = report_in_episode.authority
     and report.report_id = report_in_episode.report_id
    group by report_in_episode.authority, report_in_episode.episode_id
),

interview as (
    select
        report_in_episode.authority,
        report_in_episode.episode_id,
        return_interview.birth_date,
        return_interview.placing_authority,
        return_interview.is_required,
        return_interview.is_offered,
        return_interview.offered_date,
        return_interview.is_accepted,
        return_interview.completed_at,
        return_interview.reason_declined,
        row_number() over (
            partition by report_in_episode.authority, report_in_episode.episode_id
            order by
                case when return_interview.completed_at is null then 1 else 0 end,
                return_interview.completed_at,
                case when return_interview.is_offered then 0 else 1 end,
                case when return_interview.is_required = false then 1 else 0 end,
                case when return_interview.is_accepted then 0 else 1 end,
                return_interview.offered_date nulls last,
                return_interview.reason_declined nulls last,
                return_interview.interview_id
        ) as choice
    from report_in_episode
    join eisi.return_interview as return_interview
      on return_interview.authority = report_in_episode.authority
     and return_interview.report_id = report_in_episode.report_id
)

select
    report.authority,
    report.report_id as episode_id,
    report.child_key,
    report.child_id,
    report.reported_at,
    report.reported_on,
    coalesce(report.returned_at, merged.returned_at) as returned_at,
    notice.notified_at,
    coalesce(report.returned_on, merged.returned_on) as returned_on,
    coalesce(report.risk_grade, 'Not recorded') as risk_grade,
    coalesce(report.missing_from, 'Not recorded') as missing_from,
    coalesce(merged.placing_authority, interview.placing_authority, '') as placing_authority,
    case
        when merged.placing_authority is null and interview.placing_authority is null then 'This authority'
        else 'Other authority'
    end as placed_by,
    adult_on(
        coalesce(report.birth_date, merged.birth_date, interview.birth_date, person.birth_date), leap_day.value
    ) as adult_on,
    -- due to the child, whoever owes it; required of this authority
    coalesce(report.returned_at, merged.returned_at) is not null
    and coalesce(interview.is_required, true) as rhi_due,
    coalesce(report.returned_at, merged.returned_at) is not null
    and merged.placing_authority is null
    and interview.placing_authority is null
    and coalesce(interview.is_required, true) as rhi_required,
    interview.is_offered as rhi_offered,
    interview.offered_date as rhi_offered_on,
    interview.is_accepted as rhi_accepted,
    interview.completed_at as rhi_completed_at,
    interview.reason_declined
from report
join merged
  on merged.authority = report.authority
 and merged.episode_id = report.report_id
left join police.missing_report as notice
  on notice.authority = report.authority
 and notice.report_id = report.report_id
left join interview
  on interview.authority = report.authority
 and interview.episode_id = report.report_id
 and interview.choice = 1
left join mosaic.person as person
  on person.authority = report.authority
 and person.child_id = report.child_id
left join reference.setting as leap_day
  on leap_day.authority = report.authority
 and leap_day.name = 'leap_day_birthday'

/* examples

[[example]]
because = "a second report before the child was found belongs to the first episode, a report at the moment of finding begins another, and two nominals with one Mosaic ID are one child"
given."police.missing_report" = """
report_id | nominal_id | child_id | reported_at      | reported_on | found_at         | found_on   | risk_grade | missing_from
----------+------------+----------+------------------+-------------+------------------+------------+------------+-------------
R1        | N1         | A        | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 | High       | Home
R2        | N2         | A        | 2022-05-01 21:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 | Low        | School
R3        | N1         |          | 2022-05-02 08:00 | 2022-05-02  | 2022-05-02 09:00 | 2022-05-02 |            |
R4        | N3         |          | 2022-05-01 20:30 | 2022-05-01  | 2022-05-02 07:00 | 2022-05-02 | Low        | Home
"""
expect = """
episode_id | child_key | child_id | returned_at      | risk_grade   | missing_from | placed_by      | rhi_required
-----------+-----------+----------+------------------+--------------+--------------+----------------+-------------
R1         | A         | A        | 2022-05-02 08:00 | High         | Home         | This authority | true
R3         | A         | A        | 2022-05-02 09:00 | Not recorded | Not recorded | This authority | true
R4         | N3        |          | 2022-05-02 07:00 | Low          | Home         | This authority | true
"""

[[example]]
because = "an earlier report never marked found takes the finding of the one that followed it; once found, the next report is a new episode; still missing is not due"
given."police.missing_report" = """
report_id | nominal_id | reported_at      | reported_on | found_at         | found_on
----------+------------+------------------+-------------+------------------+-----------
R1        | N1         | 2022-05-01 20:00 | 2022-05-01  |                  |
R2        | N1         | 2022-05-02 20:00 | 2022-05-02  | 2022-05-03 08:00 | 2022-05-03
R3        | N1         | 2022-05-04 20:00 | 2022-05-04  |                  |
R4        | N1         | 2022-05-05 20:00 | 2022-05-05  |                  |
"""
expect = """
episode_id | reported_on | returned_on | rhi_required | rhi_offered
-----------+-------------+-------------+--------------+------------
R1         | 2022-05-01  | 2022-05-03  | true         |
R3         | 2022-05-04  |             | false        |
"""

[[example]]
because = "a return that only the interview log knows ends the episode all the same"
given."police.missing_report" = """
report_id | nominal_id | reported_at      | reported_on | found_at         | found_on
----------+------------+------------------+-------------+------------------+-----------
R1        | N1         | 2022-05-01 20:00 | 2022-05-01  |                  |
R2        | N1         | 2022-05-09 20:00 | 2022-05-09  | 2022-05-10 08:00 | 2022-05-10
"""
given."eisi.return_interview" = """
interview_id | report_id | returned_at      | returned_on | is_offered
-------------+-----------+------------------+-------------+-----------
I1           | R1        | 2022-05-02 10:00 | 2022-05-02  | true
"""
expect = """
episode_id | returned_on | rhi_required | rhi_offered
-----------+-------------+--------------+------------
R1         | 2022-05-02  | true         | true
R2         | 2022-05-10  | true         |
"""

[[example]]
because = "the interview log may give the return, say that none was required, or name the placing authority; of two rows the interview held first stands, whichever report it names"
given."police.missing_report" = """
report_id | nominal_id | birth_date | reported_at      | reported_on | found_at         | found_on   | placing_authority
----------+------------+------------+------------------+-------------+------------------+------------+------------------
R1        | N1         | 2008-02-29 | 2022-05-01 20:00 | 2022-05-01  |                  |            |
R2        | N2         |            | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 |
R3        | N3         |            | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 |
R4        | N4         |            | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 | Leeds
R5        | N5         |            | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 |
R6        | N5         |            | 2022-05-01 22:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 |
"""
given."eisi.return_interview" = """
interview_id | report_id | placing_authority | returned_at      | returned_on | is_required | is_offered | is_accepted | completed_at
-------------+-----------+-------------------+------------------+-------------+-------------+------------+-------------+-----------------
I1           | R1        |                   | 2022-05-02 10:00 | 2022-05-02  |             | true       | true        | 2022-05-03 10:00
I2           | R2        |                   | 2022-05-02 08:00 | 2022-05-02  | false       |            |             |
I3           | R3        | Wakefield         | 2022-05-02 08:00 | 2022-05-02  | true        |            |             |
I4           | R5        |                   | 2022-05-02 08:00 | 2022-05-02  | true        | true       | true        |
I5           | R6        |                   | 2022-05-02 08:00 | 2022-05-02  | true        | true       | true        | 2022-05-02 12:00
I6           | R6        |                   | 2022-05-02 08:00 | 2022-05-02  | true        | false      |             |
"""
expect = """
episode_id | returned_at      | returned_on | placing_authority | placed_by       | adult_on   | rhi_due | rhi_required | rhi_offered | rhi_completed_at
-----------+------------------+-------------+-------------------+-----------------+------------+---------+--------------+-------------+-----------------
R1         | 2022-05-02 10:00 | 2022-05-02  | ''                | This authority  | 2026-03-01 | true    | true         | true        | 2022-05-03 10:00
R2         | 2022-05-02 08:00 | 2022-05-02  | ''                | This authority  |            | false   | false        |             |
R3         | 2022-05-02 08:00 | 2022-05-02  | Wakefield         | Other authority |            | true    | false        |             |
R4         | 2022-05-02 08:00 | 2022-05-02  | Leeds             | Other authority |            | true    | false        |             |
R5         | 2022-05-02 08:00 | 2022-05-02  | ''                | This authority  |            | true    | true         | true        | 2022-05-02 12:00
"""

[[example]]
because = "the birth date is the report's own, else that of another report of the episode, of the interview log, of the case system; another setting moves no birthday"
given."police.missing_report" = """
report_id | nominal_id | child_id | birth_date | reported_at      | reported_on | found_at         | found_on
----------+------------+----------+------------+------------------+-------------+------------------+-----------
R1        | N1         | A        |            | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R2        | N2         | B        | 2007-05-01 | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R3        | N3         |          |            | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R4        | N3         |          | 2009-03-03 | 2022-05-01 22:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R5        | N4         | C        |            | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R6        | N5         |          | 2009-06-06 | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R7        | N5         |          | 2009-05-05 | 2022-05-01 22:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
"""
given."eisi.return_interview" = """
interview_id | report_id | birth_date | returned_at      | returned_on
-------------+-----------+------------+------------------+------------
I2           | R2        | 2007-06-01 | 2022-05-02 08:00 | 2022-05-02
I3           | R3        | 2009-04-04 | 2022-05-02 08:00 | 2022-05-02
I5           | R5        | 2010-10-10 | 2022-05-02 08:00 | 2022-05-02
"""
given."mosaic.person" = """
child_id | birth_date
---------+-----------
A        | 2008-02-29
B        | 2005-01-01
C        | 2006-01-01
"""
given."reference.setting" = """
name        | value
------------+------------
another     | 28 February
reports_due | 3
"""
expect = """
episode_id | adult_on
-----------+-----------
R1         | 2026-03-01
R2         | 2025-05-01
R3         | 2027-03-03
R5         | 2028-10-10
R6         | 2027-06-06
"""

[[example]]
because = "a report's own finding stands before a later one of its episode; one never marked found ends with the last of its episode; of two returns in the log the first counts; a nominal is the child that its latest report names"
given."police.missing_report" = """
report_id | nominal_id | child_id | reported_at      | reported_on | found_at         | found_on   | notified_at
----------+------------+----------+------------------+-------------+------------------+------------+-----------------
R1        | N1         |          | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 | 2022-05-01 21:00
R2        | N1         |          | 2022-05-01 22:00 | 2022-05-01  | 2022-05-03 10:00 | 2022-05-03 | 2022-05-01 23:00
R3        | N2         |          | 2022-05-01 20:00 | 2022-05-01  |                  |            |
R4        | N2         |          | 2022-05-01 22:00 | 2022-05-01  | 2022-05-03 10:00 | 2022-05-03 |
R5        | N2         |          | 2022-05-01 23:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 |
R6        | N3         |          | 2022-05-01 20:00 | 2022-05-01  |                  |            |
R7        | N4         | B        | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02 |
R8        | N4         | A        | 2022-06-01 20:00 | 2022-06-01  | 2022-06-02 08:00 | 2022-06-02 |
"""
given."eisi.return_interview" = """
interview_id | report_id | returned_at      | returned_on | is_offered
-------------+-----------+------------------+-------------+-----------
I1           | R6        | 2022-05-03 10:00 | 2022-05-03  | true
I2           | R6        | 2022-05-02 10:00 | 2022-05-02  | true
I3           |           | 2022-05-01 21:00 | 2022-05-01  | true
"""
expect = """
episode_id | child_key | returned_at      | returned_on | notified_at      | rhi_due | rhi_required
-----------+-----------+------------------+-------------+------------------+---------+-------------
R1         | N1        | 2022-05-02 08:00 | 2022-05-02  | 2022-05-01 21:00 | true    | true
R3         | N2        | 2022-05-03 10:00 | 2022-05-03  |                  | true    | true
R6         | N3        | 2022-05-02 10:00 | 2022-05-02  |                  | true    | true
R7         | A         | 2022-05-02 08:00 | 2022-05-02  |                  | true    | true
R8         | A         | 2022-06-02 08:00 | 2022-06-02  |                  | true    | true
"""

[[example]]
because = "an unended report takes in the next only while the child was not back since it was made; a report found in its own minute is over; of two of one minute the first by reference is the episode; one still missing is due to nobody"
given."police.missing_report" = """
report_id | nominal_id | reported_at      | reported_on | found_at         | found_on
----------+------------+------------------+-------------+------------------+-----------
A1        | N1         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-03 08:00 | 2022-05-03
A2        | N1         | 2022-05-02 20:00 | 2022-05-02  |                  |
A3        | N1         | 2022-05-04 20:00 | 2022-05-04  | 2022-05-05 08:00 | 2022-05-05
B1        | N2         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
B2        | N2         | 2022-05-02 08:00 | 2022-05-02  |                  |
B3        | N2         | 2022-05-03 20:00 | 2022-05-03  |                  |
C1        | N3         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-01 20:00 | 2022-05-01
C2        | N3         | 2022-05-02 20:00 | 2022-05-02  | 2022-05-02 22:00 | 2022-05-02
D2        | N4         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
D1        | N4         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
E1        | N5         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-05 08:00 | 2022-05-05
E2        | N5         | 2022-05-02 20:00 | 2022-05-02  | 2022-05-02 22:00 | 2022-05-02
E3        | N5         | 2022-05-03 20:00 | 2022-05-03  | 2022-05-05 08:00 | 2022-05-05
"""
expect = """
episode_id | returned_at      | rhi_due | rhi_required
-----------+------------------+---------+-------------
A1         | 2022-05-03 08:00 | true    | true
A3         | 2022-05-05 08:00 | true    | true
B1         | 2022-05-02 08:00 | true    | true
B2         |                  | false   | false
C1         | 2022-05-01 20:00 | true    | true
C2         | 2022-05-02 22:00 | true    | true
D1         | 2022-05-02 08:00 | true    | true
E1         | 2022-05-05 08:00 | true    | true
"""

[[example]]
because = "of several interviews of an episode the first that was held stands, else one that was offered, then one that was required, then one that was accepted, then the first to be offered, then by reason, whatever their references"
given."police.missing_report" = """
report_id | nominal_id | reported_at      | reported_on | found_at         | found_on
----------+------------+------------------+-------------+------------------+-----------
R1        | N1         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R2        | N2         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R3        | N3         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R4        | N4         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R5        | N5         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R6        | N6         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
R7        | N7         | 2022-05-01 20:00 | 2022-05-01  | 2022-05-02 08:00 | 2022-05-02
"""
given."eisi.return_interview" = """
interview_id | report_id | is_required | is_offered | offered_date | is_accepted | completed_at     | reason_declined
-------------+-----------+-------------+------------+--------------+-------------+------------------+----------------
I1           | R1        | true        | true       | 2022-05-02   | true        | 2022-05-04 10:00 |
I2           | R1        | true        | false      |              | true        | 2022-05-03 10:00 |
I3           | R2        | true        | false      |              |             |                  |
I4           | R2        | true        | true       | 2022-05-03   | false       |                  | No time
I5           | R3        | false       |            |              |             |                  |
I6           | R3        | true        |            |              |             |                  |
I8           | R4        | true        | false      |              | false       |                  | No time
I7           | R4        | true        | false      |              | false       |                  | No wish
J1           | R5        | true        | true       | 2022-05-02   | false       |                  | No wish
J2           | R5        | true        | true       | 2022-05-03   | true        |                  |
J3           | R6        | true        | true       | 2022-05-03   | false       |                  | No time
J4           | R6        | true        | true       | 2022-05-02   | false       |                  | No wish
J5           | R7        | true        | true       |              | false       |                  | No time
J6           | R7        | true        | true       | 2022-05-02   | false       |                  |
"""
expect = """
episode_id | rhi_due | rhi_offered | rhi_offered_on | rhi_accepted | rhi_completed_at | reason_declined
-----------+---------+-------------+----------------+--------------+------------------+----------------
R1         | true    | false       |                | true         | 2022-05-03 10:00 |
R2         | true    | true        | 2022-05-03     | false        |                  | No time
R3         | true    |             |                |              |                  |
R4         | true    | false       |                | false        |                  | No time
R5         | true    | true        | 2022-05-03     | true         |                  |
R6         | true    | true        | 2022-05-02     | false        |                  | No wish
R7         | true    | true        | 2022-05-02     | false        |                  |
"""
*/
