"""The control chart of an indicator's months, from the figures that its reader may see and from nothing else.

Which kind of chart is chosen by a rule that is printed under it, in this order:

0. more than a quarter of the months withheld: no limits at all, for the months left are the large ones;
1. events counted a month that come less than once a month on average: a G chart of the months from one event to the
   next (`chart.between`), and no limits on the months themselves;
2. a percentage of fewer than fifty a month in the middling month: a P′ chart;
3. anything else: an XmR chart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from scorecards.period import Month, Quarter
from scorecards.spc.between import g_chart
from scorecards.spc.limits import mean
from scorecards.spc.p_prime import Share, p_prime
from scorecards.spc.rebase import Rebase
from scorecards.spc.rebases import RebaseRow, rebases_of
from scorecards.spc.result import ControlChart
from scorecards.spc.rules import NHSR, SpcRules
from scorecards.spc.xmr import xmr
from scorecards.value import NOT_SUPPLIED, WITHHELD, Value

if TYPE_CHECKING:
    from scorecards.indicator import Indicator

NATURAL: dict[str, tuple[float | None, float | None]] = {"%": (0.0, 100.0)}
SMALL_DENOMINATOR = 50
RARE = 1.0
MOST_WITHHELD = 0.25
P_PRIME_WHY = f"P′ because the middling month has fewer than {SMALL_DENOMINATOR} in its denominator."
G_WHY = "Judged by the months between events (G chart), because there is less than one a month."
HIGH_LOW = {"high": "low", "low": "high"}

Months = Sequence[tuple[Month | Quarter, Value | None]]


def monthly_chart(
    indicator: "Indicator",
    months: Months,
    *,
    target: float | None = None,
    rebased: Iterable[RebaseRow] = (),
    rules: SpcRules = NHSR,
) -> ControlChart:
    """One point a month, or a quarter of a series of quarters; only a sound, shown figure has a value, every other is a gap.

    An impossible figure stays out of mean and limits; a withheld one is not known here at all. A target is for the
    figure of a quarter: what is added up over one has no target a month, so there is no assurance of it.
    """
    step = months[0][0].step if months else Month.step
    if indicator.unit == "count" and indicator.kind != "snapshot" and step == Month.step:
        target = None
    chart = _chart(indicator, months, target=target, rebased=rebased, rules=rules, step=step)
    return replace(chart, step=step)


def _chart(
    indicator: "Indicator",
    months: Months,
    *,
    target: float | None,
    rebased: Iterable[RebaseRow],
    rules: SpcRules,
    step: str,
) -> ControlChart:
    shown = {month.first_day: row for month, row in months if row is not None and row.is_comparable}
    gaps = {
        month.first_day: NOT_SUPPLIED if row is None else row.state
        for month, row in months
        if month.first_day not in shown
    }
    days = [month.first_day for month, _ in months]
    breaks = rebases_of(indicator.ref, days, rebased)
    withheld = sum(gap == WITHHELD for gap in gaps.values())
    if withheld > MOST_WITHHELD * len(days):
        return replace(
            _plain(indicator, days, shown, gaps, breaks),
            unjudged=f"Too many {step}s withheld ({withheld} of {len(days)})",
        )
    if step == Month.step and _is_rare(indicator, shown.values()):
        return _rare(indicator, days, shown, gaps, breaks)
    if _has_small_denominators(indicator, shown.values()):
        shares = {on: _share(shown.get(on)) for on in days}
        return p_prime(
            shares,
            better=indicator.better,
            target=target,
            rules=rules,
            rebases=breaks,
            gaps=gaps,
            why=P_PRIME_WHY,
        )
    return xmr(
        {on: shown[on].value if on in shown else None for on in days},
        better=indicator.better,
        target=target,
        rules=rules,
        rebases=breaks,
        gaps=gaps,
        natural=NATURAL.get(indicator.unit, (0.0, None)),
    )


def _share(row: Value | None) -> Share | None:
    if row is None or row.numerator is None or not row.denominator:
        return None
    return Share(float(row.numerator), float(row.denominator))


def _has_small_denominators(indicator: "Indicator", shown: Iterable[Value]) -> bool:
    rows = list(shown)
    if indicator.unit != "%" or not rows or not all(_is_share_of_whole(row) for row in rows):
        return False
    return median(float(row.denominator or 0) for row in rows) < SMALL_DENOMINATOR


def _is_share_of_whole(row: Value) -> bool:
    """Whether binomial chance applies: a shown part of a shown whole, both counted in ones."""
    numerator, denominator = row.numerator, row.denominator
    if numerator is None or not denominator:
        return False
    is_whole = numerator == numerator.to_integral_value() and denominator == denominator.to_integral_value()
    return is_whole and 0 <= numerator <= denominator


def _is_rare(indicator: "Indicator", shown: Iterable[Value]) -> bool:
    counts = [row.value for row in shown if row.value is not None]
    is_events = indicator.unit == "count" and indicator.statistic == "flow"
    return is_events and bool(counts) and mean(counts) < RARE


def _rare(
    indicator: "Indicator",
    days: Sequence[date],
    shown: dict[date, Value],
    gaps: dict[date, str],
    breaks: list[Rebase],
) -> ControlChart:
    """The months without limits, and the chart of the months between events, whose icon they take.

    Waits are counted within one measure: from the last break across which nothing compares.
    """
    plain = _plain(indicator, days, shown, gaps, breaks)
    since = max((each.on for each in breaks if not each.compares), default=days[0])
    waits = _months_between([on for on in days if on >= since], shown)
    between = g_chart(waits, better=indicator.better, why=G_WHY)
    # A longer wait is fewer events: the word for the count is the other one.
    kind, _, end = between.variation.rpartition("_")
    icon = f"{kind}_{HIGH_LOW[end]}" if end in HIGH_LOW else between.variation
    return replace(plain, kind="G", why=G_WHY, rules=between.rules, variation=icon, between=between)


def _plain(
    indicator: "Indicator",
    days: Sequence[date],
    shown: dict[date, Value],
    gaps: dict[date, str],
    breaks: list[Rebase],
) -> ControlChart:
    """The months without any lines."""
    return xmr(
        {on: shown[on].value if on in shown else None for on in days},
        better=indicator.better,
        rules=replace(NHSR, limits_from=len(days) + 1),
        rebases=breaks,
        gaps=gaps,
    )


def _months_between(days: Sequence[date], shown: dict[date, Value]) -> dict[date, float | None]:
    """For each month with an event the months since the last one; unknown where a month between is not shown."""
    waits: dict[date, float | None] = {}
    places = {on: place for place, on in enumerate(days)}
    for is_shown, run in groupby(days, key=lambda on: on in shown):
        if is_shown:
            events = [on for on in run if shown[on].value]
            waits |= {after: float(places[after] - places[before]) for before, after in pairwise(events)}
    return waits
