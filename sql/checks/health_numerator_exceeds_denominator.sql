/*
code       = "K16"
title      = "Health return with more than there could be"
severity   = "query"
message    = "The provider's numerator is greater than its denominator in this month."
why        = "A share above 100% is impossible."
remedy     = "Correct the cell of the numerator or of the denominator in the health return."
*/
select
    part.authority,
    part.provider,
    part.measure_ref,
    part.month_start
from core.health_return as part
join core.health_return as whole
  on whole.authority = part.authority
 and whole.provider = part.provider
 and whole.measure_ref = part.measure_ref
 and whole.month_start = part.month_start
where part.row_kind = 'Numerator'
  and whole.row_kind = 'Denominator'
  and coalesce(part.quantity, part.quantity_low) > coalesce(whole.quantity, whole.quantity_high)

/* examples

[[example]]
because = "five of four cannot be; one to four of four can, and what is not supplied is not compared"
given."core.health_return" = """
provider | measure_ref | row_kind    | month_start | state        | quantity | quantity_low | quantity_high
---------+-------------+-------------+-------------+--------------+----------+--------------+--------------
GP       | H07         | Numerator   | 2022-04-01  | supplied     | 5        |              |
GP       | H07         | Denominator | 2022-04-01  | supplied     | 4        |              |
GP       | H07         | Numerator   | 2022-05-01  | suppressed   |          | 1            | 4
GP       | H07         | Denominator | 2022-05-01  | supplied     | 4        |              |
GP       | H07         | Numerator   | 2022-06-01  | supplied     | 5        |              |
GP       | H07         | Denominator | 2022-06-01  | not_supplied |          |              |
"""
expect_rows = 1

[[example]]
because = "as many of as many can be; each provider, measure and month is compared with itself; of a suppressed number the least and the most that it can be count"
given."core.health_return" = """
provider | measure_ref | row_kind    | month_start | state      | quantity | quantity_low | quantity_high
---------+-------------+-------------+-------------+------------+----------+--------------+--------------
GP       | H07         | Numerator   | 2022-04-01  | supplied   | 4        |              |
GP       | H07         | Denominator | 2022-04-01  | supplied   | 4        |              |
Hospital | H07         | Numerator   | 2022-04-01  | supplied   | 2        |              |
Hospital | H07         | Denominator | 2022-04-01  | supplied   | 3        |              |
GP       | H01         | Numerator   | 2022-04-01  | supplied   | 1        |              |
GP       | H01         | Denominator | 2022-04-01  | supplied   | 1        |              |
GP       | H07         | Numerator   | 2022-05-01  | supplied   | 5        |              |
GP       | H07         | Denominator | 2022-05-01  | suppressed |          | 1            | 4
GP       | H07         | Numerator   | 2022-06-01  | suppressed |          | 1            | 4
GP       | H07         | Denominator | 2022-06-01  | supplied   | 0        |              |
"""
expect = """
provider | measure_ref | month_start
---------+-------------+------------
GP       | H07         | 2022-05-01
GP       | H07         | 2022-06-01
"""
*/
