/*
grain = "the unbroken chain of strategy discussions behind one initial conference with a dated enquiry"
key   = ["authority", "conference_id"]
rows  = ["mosaic.conference", "mosaic.strategy_discussion"]
[columns]
authority = "varchar"
conference_id = "varchar"
child_id = "varchar"
conference_on = "date"
clock_start_on = "date"
chain_start_on = "date"
discussions = "integer"
working_days = "integer"
added_days = "integer"
team_name = { type = "varchar", from = ["mosaic.team.team_name"] }
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
*/
with longest_gap as (
    select
        setting.authority,
        cast(setting.value as integer) as days
    from reference.setting as setting
    where setting.name = 'strategy_chain_gap_days'
),

-- the enquiry's own start is a link of the chain even where its discussion was not listed
link as (
    select
        conference.authority,
        conference.conference_id,
        discussion.discussion_on as held_on
    from core.conference as conference
    join core.strategy_discussion as discussion
      on discussion.authority = conference.authority
     and discussion.child_id = conference.child_id
     and (
         discussion.referral_id = conference.referral_id
         or discussion.referral_id is null
         or conference.referral_id is null
     )
     and discussion.discussion_on <= conference.clock_start_on
    where conference.working_days is not null
      and conference.is_counted
    union all
    select
        conference.authority,
        conference.conference_id,
        conference.clock_start_on as held_on
    from core.conference as conference
    where conference.working_days is not null
      and conference.is_counted
),

after_gap as (
    select
        link.authority,
        link.conference_id,
        link.held_on,
        lead(link.held_on) over (
            partition by link.authority, link.conference_id
            order by link.held_on
        ) as next_on
    from link
),

-- the chain begins after the latest break before the enquiry
broken as (
    select
        after_gap.authority,
        after_gap.conference_id,
        max(after_gap.held_on) as last_before
    from after_gap
    left join longest_gap
      on longest_gap.authority = after_gap.authority
    where after_gap.next_on > cast(after_gap.held_on + interval 1 day * coalesce(longest_gap.days, 30) as date)
    group by after_gap.authority, after_gap.conference_id
),

chain as (
    select
        link.authority,
        link.conference_id,
        min(link.held_on) as chain_start_on
    from link
    left join broken
      on broken.authority = link.authority
     and broken.conference_id = link.conference_id
    where broken.last_before is null
       or link.held_on > broken.last_before
    group by link.authority, link.conference_id
),

held as (
    select
        chain.authority,
        chain.conference_id,
        count(*) as discussions
    from chain
    join core.conference as conference
      on conference.authority = chain.authority
     and conference.conference_id = chain.conference_id
    join core.strategy_discussion as discussion
      on discussion.authority = conference.authority
     and discussion.child_id = conference.child_id
     and (
         discussion.referral_id = conference.referral_id
         or discussion.referral_id is null
         or conference.referral_id is null
     )
     and discussion.discussion_on between chain.chain_start_on and conference.conference_on
    group by chain.authority, chain.conference_id
)

select
    conference.authority,
    conference.conference_id,
    conference.child_id,
    conference.conference_on,
    conference.clock_start_on,
    chain.chain_start_on,
    cast(coalesce(held.discussions, 0) as integer) as discussions,
    working_days(
        began.working_day_number, began.is_working_day, met.working_day_number, first_day.value
    ) as working_days,
    enquired.working_day_number - began.working_day_number as added_days,
    conference.team_name,
    conference.adult_on
from core.conference as conference
join chain
  on chain.authority = conference.authority
 and chain.conference_id = conference.conference_id
left join held
  on held.authority = conference.authority
 and held.conference_id = conference.conference_id
left join reference.calendar as began
  on began.day = chain.chain_start_on
left join reference.calendar as enquired
  on enquired.day = conference.clock_start_on
left join reference.calendar as met
  on met.day = conference.conference_on
left join reference.setting as first_day
  on first_day.authority = conference.authority
 and first_day.name = 'first_working_day'

/* examples

[[example]]
because = "the chain reaches back over gaps of up to 30 days and stops at a longer one; another referral's discussions are no part of it"
given."core.conference" = """
conference_id | child_id | referral_id | clock_start_on | conference_on | working_days | is_counted
--------------+----------+-------------+----------------+---------------+--------------+-----------
C1            | A        | R1          | 2022-06-06     | 2022-06-20    | 10           | true
"""
given."core.strategy_discussion" = """
strategy_id | child_id | referral_id | discussion_on
------------+----------+-------------+--------------
S1          | A        | R1          | 2022-03-01
S2          | A        | R1          | 2022-04-07
S3          | A        | R1          | 2022-05-07
S4          | A        | R1          | 2022-06-06
S5          | A        | R0          | 2022-05-20
"""
expect = """
conference_id | clock_start_on | chain_start_on | discussions | working_days | added_days
--------------+----------------+----------------+-------------+--------------+-----------
C1            | 2022-06-06     | 2022-04-07     | 3           | 47           | 37
"""

[[example]]
because = "one discussion is no chain: both clocks agree; a transfer in has none, and a child whose meeting is counted for a sibling"
given."core.conference" = """
conference_id | child_id | referral_id | clock_start_on | conference_on | working_days | is_counted
--------------+----------+-------------+----------------+---------------+--------------+-----------
C1            | A        | R1          | 2022-05-13     | 2022-05-20    | 5            | true
C2            | B        | R2          |                | 2022-05-20    |              | true
C3            | C        | R3          | 2022-05-13     | 2022-05-20    | 5            | false
"""
given."core.strategy_discussion" = """
strategy_id | child_id | referral_id | discussion_on
------------+----------+-------------+--------------
S1          | A        | R1          | 2022-05-13
"""
expect = """
conference_id | clock_start_on | chain_start_on | discussions | working_days | added_days
--------------+----------------+----------------+-------------+--------------+-----------
C1            | 2022-05-13     | 2022-05-13     | 1           | 5            | 0
"""

[[example]]
because = "where the first working day is day 1, a chain from 13 May is one day longer"
given."core.conference" = """
conference_id | child_id | referral_id | clock_start_on | conference_on | working_days | is_counted
--------------+----------+-------------+----------------+---------------+--------------+-----------
C1            | A        | R1          | 2022-05-13     | 2022-05-20    | 6            | true
"""
given."reference.setting" = """
name              | value
------------------+------
first_working_day | 1
"""
expect = """
conference_id | chain_start_on | working_days | added_days
--------------+----------------+--------------+-----------
C1            | 2022-05-13     | 6            | 0
"""

[[example]]
because = "two discussions of one day, and one after the enquiry however late, are counted and move no clock; each conference has its own child's and referral's; an enquiry whose discussion is not listed has none"
given."core.conference" = """
conference_id | child_id | referral_id | clock_start_on | conference_on | working_days | is_counted
--------------+----------+-------------+----------------+---------------+--------------+-----------
C1            | A        | R1          | 2022-05-13     | 2022-05-20    | 5            | true
C2            | B        | R1          | 2022-05-13     | 2022-05-20    | 5            | true
C3            | A        | R3          | 2022-05-13     | 2022-05-20    | 5            | true
C4            | D        | R4          | 2022-05-13     | 2022-05-12    |              | true
C5            | E        | R5          | 2022-05-03     | 2022-06-20    | 32           | true
C6            | F        | R6          | 2022-05-13     | 2022-05-20    | 5            | false
"""
given."core.strategy_discussion" = """
strategy_id | child_id | referral_id | discussion_on
------------+----------+-------------+--------------
S1          | A        | R1          | 2022-05-13
S2          | A        | R1          | 2022-05-13
S3          | A        | R1          | 2022-05-20
S4          | A        | R1          | 2022-05-21
S5          | B        | R1          | 2022-05-09
S6          | D        | R4          | 2022-05-10
S7          | E        | R5          | 2022-06-15
S8          | F        | R6          | 2022-05-13
S9          | A        | R9          | 2022-05-09
"""
given."reference.setting" = """
name        | value
------------+------
another     | 1
reports_due | 3
"""
expect = """
conference_id | chain_start_on | discussions | working_days | added_days
--------------+----------------+-------------+--------------+-----------
C1            | 2022-05-13     | 3           | 5            | 0
C2            | 2022-05-09     | 1           | 9            | 4
C3            | 2022-05-13     | 0           | 5            | 0
C5            | 2022-05-03     | 1           | 32           | 0
"""

[[example]]
because = "a chain begins after its latest break; a break of one conference is none of another's; how long a gap may be is a setting"
given."core.conference" = """
conference_id | child_id | referral_id | clock_start_on | conference_on | working_days | is_counted
--------------+----------+-------------+----------------+---------------+--------------+-----------
C1            | A        | R1          | 2022-05-13     | 2022-05-20    | 5            | true
C2            | B        | R2          | 2022-05-13     | 2022-05-20    | 5            | true
"""
given."core.strategy_discussion" = """
strategy_id | child_id | referral_id | discussion_on
------------+----------+-------------+--------------
S1          | A        | R1          | 2022-05-02
S2          | A        | R1          | 2022-05-05
S3          | A        | R1          | 2022-05-09
S4          | A        | R1          | 2022-05-11
S5          | A        | R1          | 2022-05-13
S6          | B        | R2          | 2022-05-05
S7          | B        | R2          | 2022-05-07
S8          | B        | R2          | 2022-05-09
S9          | B        | R2          | 2022-05-11
"""
given."reference.setting" = """
name                    | value
------------------------+------
strategy_chain_gap_days | 2
"""
expect = """
conference_id | chain_start_on | discussions | working_days | added_days
--------------+----------------+-------------+--------------+-----------
C1            | 2022-05-09     | 3           | 9            | 4
C2            | 2022-05-05     | 4           | 11           | 6
"""

[[example]]
because = "a discussion, or a conference, of which nobody recorded the referral is told by the child and the days alone: it is never lost"
given."core.conference" = """
conference_id | child_id | referral_id | clock_start_on | conference_on | working_days | is_counted
--------------+----------+-------------+----------------+---------------+--------------+-----------
C1            | A        | R1          | 2022-06-06     | 2022-06-20    | 10           | true
C2            | B        |             | 2022-06-06     | 2022-06-20    | 10           | true
"""
given."core.strategy_discussion" = """
strategy_id | child_id | referral_id | discussion_on
------------+----------+-------------+--------------
S1          | A        |             | 2022-05-13
S2          | A        | R0          | 2022-05-11
S3          | A        | R1          | 2022-06-06
S4          | B        | R2          | 2022-05-13
S5          | B        | R2          | 2022-06-06
"""
expect = """
conference_id | chain_start_on | discussions
--------------+----------------+------------
C1            | 2022-05-13     | 2
C2            | 2022-05-13     | 2
"""
*/
