/*
code       = "K02"
title      = "More children than events"
severity   = "query"
marks      = "impossible"
message    = "A count of children is above the count of the events that they had, or of families above children: one of the two figures cannot be right."
why        = "Each child has at least one event, so one of the two figures is wrong."
remedy     = "Look for events that lost their child, or for one child under several references, in the files of the period."
indicators = ["FD01C", "FD01F", "CN03", "EH01F", "MH02"]
*/
with pair as (
    select 'FD01C' as fewer, 'FD01' as more
    union all
    select 'FD01F' as fewer, 'FD01C' as more
    union all
    select 'CN03' as fewer, 'CN03E' as more
    union all
    select 'EH01F' as fewer, 'EH01' as more
    union all
    select 'MH02' as fewer, 'MH01' as more
)

select
    fewer.authority,
    fewer.indicator,
    fewer.period_id,
    fewer.numerator as fewer,
    more.numerator as more
from pair
join scorecard.counted as fewer
  on fewer.indicator = pair.fewer
join scorecard.counted as more
  on more.indicator = pair.more
 and more.authority = fewer.authority
 and more.period_id = fewer.period_id
 and more.breakdown = fewer.breakdown
where fewer.breakdown = ''
  and fewer.numerator > more.numerator

/* examples

[[example]]
because = "three children cannot have had two missing episodes; as many children as episodes is possible"
given."scorecard.counted" = """
indicator | period_id     | breakdown | category | numerator
----------+---------------+-----------+----------+----------
MH01      | month:2022-04 | ''        | ''       | 2
MH02      | month:2022-04 | ''        | ''       | 3
MH01      | month:2022-05 | ''        | ''       | 2
MH02      | month:2022-05 | ''        | ''       | 2
"""
expect_rows = 1

[[example]]
because = "each count of children, and of families, stands beside the count of its own events, in its own period, total beside total"
given."scorecard.counted" = """
indicator | period_id     | breakdown | category | numerator
----------+---------------+-----------+----------+----------
FD01      | month:2022-04 | ''        | ''       | 4
FD01C     | month:2022-04 | ''        | ''       | 5
FD01F     | month:2022-04 | ''        | ''       | 6
CN03E     | month:2022-04 | ''        | ''       | 7
CN03      | month:2022-04 | ''        | ''       | 8
EH01      | month:2022-04 | ''        | ''       | 9
EH01F     | month:2022-04 | ''        | ''       | 10
MH01      | month:2022-05 | ''        | ''       | 2
MH02      | month:2022-04 | ''        | ''       | 3
MH02      | month:2022-05 | ''        | ''       | 2
MH01      | month:2022-05 | source    | Home     | 1
MH02      | month:2022-05 | source    | Home     | 2
"""
expect = """
indicator | period_id     | fewer | more
----------+---------------+-------+-----
FD01C     | month:2022-04 | 5     | 4
FD01F     | month:2022-04 | 6     | 5
CN03      | month:2022-04 | 8     | 7
EH01F     | month:2022-04 | 10    | 9
"""
*/
