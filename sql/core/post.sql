/*
grain   = "one post of the establishment on the last day of one month"
key     = ["authority", "month_end", "post_id"]
rows    = ["workforce.post"]
[columns]
authority = "varchar"
post_id = "varchar"
month_end = "date"
worker_id = "varchar"
team_name = "varchar"
team_group = "varchar"
role = "varchar"
fte = "decimal(10,2)"
is_agency = "boolean"
is_vacant = "boolean"
is_case_holding = "boolean"
is_in_post = "boolean"
start_on = "date"
leaving_on = "date"
absence_days = "decimal(10,2)"
*/
select
    post.authority,
    post.post_id,
    post.extract_month_end as month_end,
    post.staff_id as worker_id,
    post.team_name,
    coalesce(team_group.team_group, 'Other teams') as team_group,
    post.role,
    -- an agency worker's hours are often left out; a check lists each one taken as full time
    case when post.is_agency and post.fte is null then cast(1 as decimal(10, 2)) else post.fte end as fte,
    coalesce(post.is_agency, false) as is_agency,
    coalesce(post.is_vacant, false) as is_vacant,
    coalesce(post.is_case_holding, false) as is_case_holding,
    not coalesce(post.is_vacant, false)
    and post.staff_id is not null
    and (post.start_date is null or post.start_date <= post.extract_month_end)
    and (post.leaving_date is null or post.leaving_date > post.extract_month_end) as is_in_post,
    post.start_date as start_on,
    post.leaving_date as leaving_on,
    post.absence_days
from workforce.post as post
left join reference.team_group as team_group
  on team_group.authority = post.authority
 and team_group.team_name = post.team_name

/* examples

[[example]]
because = "a post left on the month's last day is no longer held, one taken up on it is; a team without a group is among the other teams; agency hours not stated are taken as full time"
given."workforce.post" = """
post_id | staff_id | team_name       | role         | fte | is_agency | is_vacant | is_case_holding | start_date | leaving_date | extract_month_end
--------+----------+-----------------+--------------+-----+-----------+-----------+-----------------+------------+--------------+------------------
P1      | S1       | Assessment Team | Team manager | 1.0 | false     | false     | false           | 2020-01-01 | 2023-03-31   | 2023-03-31
P2      | S2       | Assessment Team | Team manager | 0.6 | false     | false     |                 | 2023-03-31 | 2023-04-01   | 2023-03-31
P3      | S3       | North Team      | Other        |     | true      |           | true            |            |              | 2023-03-31
P4      |          | North Team      | Other        | 1.0 | false     | true      | true            |            |              | 2023-03-31
P5      | S5       | North Team      | Other        | 1.0 | false     | false     | true            | 2023-04-01 |              | 2023-03-31
"""
given."reference.team_group" = """
team_name       | team_group
----------------+----------------
Assessment Team | Assessment Team
"""
expect = """
post_id | team_group      | fte  | is_in_post | is_case_holding
--------+-----------------+------+------------+----------------
P1      | Assessment Team | 1.00 | false      | false
P2      | Assessment Team | 0.60 | true       | false
P3      | Other teams     | 1.00 | true       | true
P4      | Other teams     | 1.00 | false      | true
P5      | Other teams     | 1.00 | false      | true
"""

[[example]]
because = "hours that an agency states stand, and those of an employee are never guessed; what is left blank is a no; a post without a person is nobody's"
given."workforce.post" = """
post_id | staff_id | fte | is_agency | is_vacant | start_date | leaving_date | extract_month_end
--------+----------+-----+-----------+-----------+------------+--------------+------------------
P1      | S1       | 0.5 | true      |           |            |              | 2023-03-31
P2      | S2       |     | false     |           |            |              | 2023-03-31
P3      | S3       |     |           | false     |            |              | 2023-03-31
P4      |          | 1.0 | false     | false     |            |              | 2023-03-31
P5      | S5       | 1.0 | false     | true      |            |              | 2023-03-31
"""
expect = """
post_id | fte  | is_agency | is_vacant | is_in_post
--------+------+-----------+-----------+-----------
P1      | 0.50 | true      | false     | true
P2      |      | false     | false     | true
P3      |      | false     | false     | true
P4      | 1.00 | false     | false     | false
P5      | 1.00 | false     | true      | false
"""
*/
