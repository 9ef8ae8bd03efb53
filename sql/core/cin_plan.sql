/*
grain = "one child in need plan"
key   = ["authority", "plan_id"]
rows  = ["mosaic.cin_plan"]
[columns]
authority = "varchar"
plan_id = "varchar"
child_id = "varchar"
referral_id = "varchar"
start_on = "date"
end_on = "date"
*/
select
    cin_plan.authority,
    cin_plan.plan_id,
    cin_plan.child_id,
    cin_plan.referral_id,
    cin_plan.start_date as start_on,
    cin_plan.end_date as end_on
from mosaic.cin_plan as cin_plan
