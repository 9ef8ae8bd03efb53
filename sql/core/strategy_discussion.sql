/*
grain = "one strategy discussion about a child"
key   = ["authority", "strategy_id"]
rows  = ["mosaic.strategy_discussion"]
[columns]
authority = "varchar"
strategy_id = "varchar"
child_id = "varchar"
referral_id = "varchar"
discussion_on = "date"
is_s47_initiated = "boolean"
enquiry_id = "varchar"
is_social_care_present = "boolean"
is_police_present = "boolean"
is_health_present = "boolean"
minutes_sent_on = "date"
adult_on = { type = "date", from = ["mosaic.person.birth_date"] }
*/
select
    strategy_discussion.authority,
    strategy_discussion.strategy_id,
    strategy_discussion.child_id,
    strategy_discussion.referral_id,
    strategy_discussion.discussion_date as discussion_on,
    strategy_discussion.is_s47_initiated,
    strategy_discussion.enquiry_id,
    strategy_discussion.is_social_care_present,
    strategy_discussion.is_police_present,
    strategy_discussion.is_health_present,
    strategy_discussion.minutes_sent_date as minutes_sent_on,
    child.adult_on
from mosaic.strategy_discussion as strategy_discussion
left join core.child as child
  on child.authority = strategy_discussion.authority
 and child.child_id = strategy_discussion.child_id

/* examples

[[example]]
because = "the day of turning 18 is that of the discussion's own child; a discussion about a child of no list is kept"
given."mosaic.strategy_discussion" = """
strategy_id | child_id | referral_id | discussion_date
------------+----------+-------------+----------------
S1          | A        | R1          | 2022-05-10
S2          | B        | R2          | 2022-05-11
S3          | C        | R3          | 2022-05-12
"""
given."core.child" = """
child_id | adult_on
---------+-----------
A        | 2030-01-01
B        | 2031-01-01
"""
expect = """
strategy_id | child_id | discussion_on | adult_on
------------+----------+---------------+-----------
S1          | A        | 2022-05-10    | 2030-01-01
S2          | B        | 2022-05-11    | 2031-01-01
S3          | C        | 2022-05-12    |
"""
*/
