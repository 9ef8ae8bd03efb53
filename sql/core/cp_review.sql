/*
grain = "one review conference of a child protection plan"
key   = ["authority", "review_id"]
rows  = ["mosaic.cp_review"]
[columns]
authority = "varchar"
review_id = "varchar"
plan_id = "varchar"
child_id = "varchar"
due_on = "date"
review_on = "date"
*/
select
    cp_review.authority,
    cp_review.review_id,
    cp_review.plan_id,
    cp_review.child_id,
    cp_review.due_date as due_on,
    cp_review.review_date as review_on
from mosaic.cp_review as cp_review
