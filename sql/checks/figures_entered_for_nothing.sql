/*
code       = "K53"
title      = "Entered figure that stands nowhere"
severity   = "query"
message    = "A figure was entered by hand for an indicator that is unknown or counted from records, or for a month, quarter or year that is not reported: no reader sees it."
why        = "Whoever entered it believes that it is read."
remedy     = "Correct the ref or the period, or take the row out; a figure from before the first reported month belongs in earlier_figures.csv."
indicators = ["PA02R", "PA03A", "CL01"]
*/
select
    manual_figure.authority,
    manual_figure.indicator,
    manual_figure.period,
    manual_figure.delivery_id,
    manual_figure.sheet_number,
    manual_figure.row_number
from partnership.manual_figure as manual_figure
left join scorecard.counted as counted
  on counted.authority = manual_figure.authority
 and counted.indicator = manual_figure.indicator
 and counted.breakdown = ''
 and counted.numerator = manual_figure.figure
 and counted.period_id in (
        concat('month:', manual_figure.period),
        concat('quarter:', manual_figure.period),
        concat('year:', manual_figure.period)
    )
where counted.indicator is null

/* examples

[[example]]
because = "one of an unknown ref, of an indicator that is counted, or of a period that is not reported is told; one that is shown is not"
given."scorecard.counted" = """
indicator | period_id          | breakdown | category | numerator | denominator
----------+--------------------+-----------+----------+-----------+------------
PA02R     | month:2022-04      | ''        | ''       | 4         | 5
PA02R     | quarter:2022-23-Q1 | ''        | ''       | 6         | 9
PA02R     | year:2022-23       | ''        | ''       | 7         | 9
RF01      | month:2022-04      | ''        | ''       | 283       |
RF01      | month:2022-04      | source    | Police   | 99        |
"""
given."partnership.manual_figure" = """
indicator | period     | figure
----------+------------+-------
PA02R     | 2022-04    | 4
PA02R     | 2022-23-Q1 | 6
PA02R     | 2022-23    | 7
PA02R     | 2019-04    | 4
PA02R     | 2022-05    | 4
XX99      | 2022-04    | 4
RF01      | 2022-04    | 99
"""
expect = """
indicator | period
----------+--------
PA02R     | 2019-04
PA02R     | 2022-05
XX99      | 2022-04
RF01      | 2022-04
"""
*/
