"""XmR charts as the NHS uses them: one function that needs nothing else of this product.

    from datetime import date
    from scorecards.spc.xmr import Rebase, xmr

    chart = xmr(
        {date(2022, 1, 1): 41, date(2022, 2, 1): 37, date(2022, 3, 1): None, …},
        better="lower",
        target=30,
        rules="nhsr-0.2.2",
        rebases=[Rebase(on=date(2022, 6, 1), reason="The case system changed")],
        gaps={date(2022, 3, 1): "withheld"},
    )
    chart.variation_words        # 'Getting worse (high)'
    chart.points[0].upper        # the upper limit on 1 January 2022

A gap is a date without a value. It breaks moving ranges, runs and lines, and nothing about the missing value
enters anything: what is withheld from the series cannot be worked out from the chart.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from scorecards.spc.charting import chart
from scorecards.spc.judging import Natural
from scorecards.spc.limits import xmr_lines
from scorecards.spc.rebase import Rebase
from scorecards.spc.result import ControlChart
from scorecards.spc.rules import NHSR, SpcRules
from scorecards.spc.series import Series, is_number, ordered

__all__ = ["Rebase", "xmr"]


def xmr(
    series: Series[float],
    *,
    better: str = "neither",
    target: float | None = None,
    rules: SpcRules | str = NHSR,
    rebases: Iterable[Rebase] = (),
    gaps: Mapping[date, str] | None = None,
    natural: Natural = (None, None),
    why: str = "",
) -> ControlChart:
    """The XmR chart of a series.

    series: a value or None for each date, in any order. A date twice is an error.
    better: which way is good: `higher`, `lower`, `neither` or `band`; of the last two no point is good or bad.
    target: what the values are to meet. Without one, or where neither way is good, there is no assurance icon.
    rules: a preset's name or rules of your own.
    rebases: dates of the series from which the limits are set afresh, each with its reason.
    gaps: for a date without a value the reason, such as `withheld`; one that is not named is `missing`.
    natural: the least and the greatest value that can be (0 and 100 for a percentage): limits are drawn within
        them, and judged without them.

    Raises ValueError for a date that comes twice, a rebase on no date of the series or on its first, an unknown
    preset or direction, and a value that is not finite.
    """
    return chart(
        "XmR",
        ordered(series, is_number),
        float,
        xmr_lines,
        better=better,
        target=target,
        rules=rules,
        rebases=rebases,
        gaps=gaps,
        natural=natural,
        why=why,
    )
