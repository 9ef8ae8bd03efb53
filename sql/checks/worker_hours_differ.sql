/*
code       = "K17"
title      = "Establishment and case system differ about a worker"
severity   = "query"
message    = "The case system has other hours for the worker, or says otherwise whether the worker is from an agency, than the latest establishment, which stands."
why        = "Caseloads are divided by full-time equivalents."
remedy     = "Correct the worker's details in the case system or in the establishment."
indicators = ["WF01", "WF02", "WF03", "WF04"]
*/
with latest as (
    select
        post.authority,
        max(post.month_end) as month_end
    from core.post as post
    group by post.authority
),

in_post as (
    select
        post.authority,
        post.worker_id,
        sum(post.fte) as fte,
        max(case when post.is_agency then 1 else 0 end) = 1 as is_agency
    from latest
    join core.post as post
      on post.authority = latest.authority
     and post.month_end = latest.month_end
    where post.is_in_post
    group by post.authority, post.worker_id
)

select
    in_post.authority,
    in_post.worker_id,
    in_post.fte,
    worker.fte as case_system_fte,
    in_post.is_agency,
    worker.is_agency as case_system_is_agency
from in_post
join core.worker as worker
  on worker.authority = in_post.authority
 and worker.worker_id = in_post.worker_id
where worker.fte <> in_post.fte
   or worker.is_agency <> in_post.is_agency

/* examples

[[example]]
because = "two part posts are compared together; what the case system leaves blank does not differ"
given."core.post" = """
post_id | month_end  | worker_id | fte | is_agency | is_in_post
--------+------------+-----------+-----+-----------+-----------
P1      | 2023-03-31 | S1        | 0.4 | false     | true
P2      | 2023-03-31 | S1        | 0.6 | false     | true
P3      | 2023-03-31 | S2        | 0.5 | false     | true
P4      | 2023-03-31 | S3        | 1.0 | true      | true
P5      | 2023-03-31 | S4        | 1.0 | true      | true
P6      | 2023-02-28 | S1        | 0.2 | true      | true
"""
given."core.worker" = """
worker_id | fte | is_agency
----------+-----+----------
S1        | 1.0 | false
S2        | 1.0 | false
S3        | 1.0 | false
S4        |     |
"""
expect = """
worker_id | case_system_fte
----------+----------------
S2        | 1.0
S3        | 1.0
"""
*/
