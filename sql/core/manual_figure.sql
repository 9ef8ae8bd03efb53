/*
grain   = "one figure entered by hand, in one window that it holds for"
key     = ["authority", "indicator", "period_id"]
rows    = ["partnership.manual_figure"]
[columns]
authority = "varchar"
indicator = "varchar"
period_id = "varchar"
figure = "decimal(18,2)"
out_of = "decimal(18,2)"
owner = "varchar"
entered_on = "date"
source = "varchar"
note = "varchar"
*/
with entered as (
    select
        manual_figure.authority,
        manual_figure.indicator,
        manual_figure.figure,
        manual_figure.out_of,
        manual_figure.owner,
        manual_figure.entered_date,
        manual_figure.source,
        manual_figure.note,
        coalesce(manual_figure.counted, 'In the period') = 'At its end' as is_at_end,
        period.start_date,
        period.end_date,
        period.months
    from partnership.manual_figure as manual_figure
    join reference.period as period
      on period.period_id in (
          concat('month:', manual_figure.period),
          concat('quarter:', manual_figure.period),
          concat('year:', manual_figure.period)
      )
),

-- what is so at a period's end is so for every window that ends with it; what happened in it adds up, but only where
-- a window is made up whole of entered periods of one length
whole as (
    select
        entered.authority,
        entered.indicator,
        period.period_id,
        entered.months as entered_months,
        cast(sum(entered.figure) as decimal(18, 2)) as figure,
        cast(sum(entered.out_of) as decimal(18, 2)) as out_of,
        max(entered.owner) as owner,
        max(entered.entered_date) as entered_on,
        max(entered.source) as source,
        max(entered.note) as note
    from entered
    join reference.period as period
      on (entered.is_at_end and period.end_date = entered.end_date)
      or (not entered.is_at_end and period.start_date <= entered.start_date and period.end_date >= entered.end_date)
    group by
        entered.authority, entered.indicator, period.period_id, period.months, entered.months, entered.is_at_end
    having entered.is_at_end
        -- a share of which one part has no whole has none
        or (sum(entered.months) = period.months and count(entered.out_of) in (0, count(*)))
),

placed as (
    select
        whole.authority,
        whole.indicator,
        whole.period_id,
        whole.figure,
        whole.out_of,
        whole.owner,
        whole.entered_on,
        whole.source,
        whole.note,
        row_number() over (
            partition by whole.authority, whole.indicator, whole.period_id
            order by whole.entered_months desc
        ) as place
    from whole
)

select
    placed.authority,
    placed.indicator,
    placed.period_id,
    placed.figure,
    placed.out_of,
    placed.owner,
    placed.entered_on,
    placed.source,
    placed.note
from placed
where placed.place = 1

/* examples

[[example]]
because = "three months make up their quarter and two do not; what is so on a day is so for each window that ends on it; a period of no window is left out"
given."reference.period" = """
period_id         | window_name | start_date | end_date   | months
------------------+-------------+------------+------------+-------
month:2022-04     | month       | 2022-04-01 | 2022-04-30 | 1
month:2022-05     | month       | 2022-05-01 | 2022-05-31 | 1
month:2022-06     | month       | 2022-06-01 | 2022-06-30 | 1
quarter:2022-23-Q1 | quarter    | 2022-04-01 | 2022-06-30 | 3
"""
given."partnership.manual_figure" = """
indicator | period     | counted       | figure | out_of | owner | entered_date | source | note
----------+------------+---------------+--------+--------+-------+--------------+--------+-----
A         | 2022-04    | In the period | 1      | 2      | X     | 2022-07-01   |        |
A         | 2022-05    | In the period | 2      | 2      | X     | 2022-07-01   |        |
A         | 2022-06    |               | 3      | 4      | X     | 2022-07-02   |        |
B         | 2022-04    | In the period | 5      |        | X     | 2022-07-01   |        |
B         | 2022-05    | In the period | 5      |        | X     | 2022-07-01   |        |
C         | 2022-06    | At its end    | 7      |        | X     | 2022-07-01   |        |
D         | 2022-23-Q1 | In the period | 9      |        | X     | 2022-07-01   |        |
E         | 2019-04    | In the period | 9      |        | X     | 2022-07-01   |        |
"""
expect = """
indicator | period_id          | figure | out_of | entered_on
----------+--------------------+--------+--------+-----------
A         | month:2022-04      | 1      | 2      | 2022-07-01
A         | month:2022-05      | 2      | 2      | 2022-07-01
A         | month:2022-06      | 3      | 4      | 2022-07-02
A         | quarter:2022-23-Q1 | 6      | 8      | 2022-07-02
B         | month:2022-04      | 5      |        | 2022-07-01
B         | month:2022-05      | 5      |        | 2022-07-01
C         | month:2022-06      | 7      |        | 2022-07-01
C         | quarter:2022-23-Q1 | 7      |        | 2022-07-01
D         | quarter:2022-23-Q1 | 9      |        | 2022-07-01
"""

[[example]]
because = "a longer window entered as such stands before the sum of shorter ones; what is so on a day is so in no window that ends later; a share adds up only where the whole is given of each part"
given."reference.period" = """
period_id          | window_name | start_date | end_date   | months
-------------------+-------------+------------+------------+-------
month:2022-04      | month       | 2022-04-01 | 2022-04-30 | 1
month:2022-05      | month       | 2022-05-01 | 2022-05-31 | 1
month:2022-06      | month       | 2022-06-01 | 2022-06-30 | 1
quarter:2022-23-Q1 | quarter     | 2022-04-01 | 2022-06-30 | 3
year:2022-23       | year        | 2022-04-01 | 2023-03-31 | 12
"""
given."partnership.manual_figure" = """
indicator | period     | counted       | figure | out_of | owner | entered_date | source   | note
----------+------------+---------------+--------+--------+-------+--------------+----------+------
A         | 2022-04    | In the period | 1      |        | X     | 2022-07-01   | Report 1 | First
A         | 2022-05    | In the period | 1      |        | Y     | 2022-07-01   | Report 2 | Next
A         | 2022-06    | In the period | 1      |        | Y     | 2022-07-01   |          |
A         | 2022-23-Q1 | In the period | 5      |        | Z     | 2022-07-05   | Report 3 |
B         | 2022-06    | At its end    | 7      |        | X     | 2022-07-01   |          |
C         | 2022-23    | In the period | 9      | 10     | X     | 2023-05-01   |          |
D         | 2022-04    | In the period | 1      | 2      | X     | 2022-07-01   |          |
D         | 2022-05    | In the period | 1      |        | X     | 2022-07-01   |          |
D         | 2022-06    | In the period | 1      | 2      | X     | 2022-07-01   |          |
"""
expect = """
indicator | period_id          | figure | out_of | owner | entered_on | source   | note
----------+--------------------+--------+--------+-------+------------+----------+------
A         | month:2022-04      | 1      |        | X     | 2022-07-01 | Report 1 | First
A         | month:2022-05      | 1      |        | Y     | 2022-07-01 | Report 2 | Next
A         | month:2022-06      | 1      |        | Y     | 2022-07-01 |          |
A         | quarter:2022-23-Q1 | 5      |        | Z     | 2022-07-05 | Report 3 |
B         | month:2022-06      | 7      |        | X     | 2022-07-01 |          |
B         | quarter:2022-23-Q1 | 7      |        | X     | 2022-07-01 |          |
C         | year:2022-23       | 9      | 10     | X     | 2023-05-01 |          |
D         | month:2022-04      | 1      | 2      | X     | 2022-07-01 |          |
D         | month:2022-05      | 1      |        | X     | 2022-07-01 |          |
D         | month:2022-06      | 1      | 2      | X     | 2022-07-01 |          |
"""
*/
