/*
code       = "K46"
title      = "One worker in more than full time"
severity   = "query"
message    = "The worker's posts at the end of the month add up to more than one full-time equivalent."
why        = "Children are divided by more hours than the worker has, so the caseload looks lighter than it is."
remedy     = "Correct the full-time equivalents, or the worker's number on one of the posts."
indicators = ["WF01", "WF02", "WF03"]
*/
select
    post.authority,
    post.worker_id,
    post.month_end,
    sum(post.fte) as fte
from core.post as post
where post.is_in_post
  and post.worker_id is not null
group by post.authority, post.worker_id, post.month_end
having sum(post.fte) > 1

/* examples

[[example]]
because = "two halves are full time; a post that is not held any more does not count"
given."core.post" = """
post_id | month_end  | worker_id | fte | is_in_post
--------+------------+-----------+-----+-----------
P1      | 2023-03-31 | S1        | 0.6 | true
P2      | 2023-03-31 | S1        | 0.5 | true
P3      | 2023-03-31 | S2        | 0.5 | true
P4      | 2023-03-31 | S2        | 0.5 | true
P5      | 2023-03-31 | S3        | 1.0 | true
P6      | 2023-03-31 | S3        | 1.0 | false
P7      | 2023-02-28 | S3        | 0.5 | true
"""
expect = """
worker_id | fte
----------+----
S1        | 1.1
"""
*/
