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
