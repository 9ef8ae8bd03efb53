"""Charts of rare events: how long it is from one to the next, where a count a month is mostly nought.

A G chart is of whole units between events (months, cases) that follow a geometric distribution; a T chart is of time
between events, made near normal by the power 1/3.6 (Nelson 1994). On both a high point means that events are rarer.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from scorecards.spc.charting import chart
from scorecards.spc.limits import Lines, mean, xmr_lines
from scorecards.spc.result import ControlChart, SpcPoint
from scorecards.spc.rules import NHSR, SpcRules
from scorecards.spc.series import Series, is_number, ordered

OPPOSITE = {"higher": "lower", "lower": "higher"}
POWER = 1 / 3.6
NEVER = 10**6
OUTSIDE_ONLY = replace(
    NHSR,
    name="geometric",
    shift=NEVER,
    trend=NEVER,
    described="mean ± 3 standard deviations of a geometric distribution, points outside them only",
)


def g_chart(
    between: Series[float], *, better: str = "neither", gaps: Mapping[date, str] | None = None, why: str = ""
) -> ControlChart:
    """The G chart of the units that passed before each event, by the event's date.

    better: which way is good for the *events*: where fewer are better, a longer wait is an improvement. Of the rules
    only that of a point outside the limits is used: the others suppose that values lie evenly about their mean.
    """
    return chart(
        "G",
        ordered(between, lambda units: is_number(units) and units >= 0),
        float,
        g_lines,
        better=OPPOSITE.get(better, better),
        target=None,
        rules=OUTSIDE_ONLY,
        rebases=(),
        gaps=gaps,
        natural=(0.0, None),
        why=why,
    )


def g_lines(values: list[float | None], rules: SpcRules) -> list[Lines]:
    """Mean, and three standard deviations of a geometric distribution of that mean; nothing lies below nought."""
    present = [value for value in values if value is not None]
    if not present:
        return [Lines()] * len(values)
    centre = mean(present)
    deviation = math.sqrt(centre * (centre + 1))
    line = Lines(
        mean=centre,
        lower=max(centre - 3 * deviation, 0.0),
        upper=centre + 3 * deviation,
        near_lower=max(centre - 3 * deviation, 0.0),
        near_upper=centre + 3 * deviation,
    )
    return [line] * len(values)


def t_chart(
    events: Iterable[date], *, better: str = "neither", rules: SpcRules = NHSR, why: str = ""
) -> ControlChart:
    """The T chart of the days between events; two on one day are no days apart and must come on one date.

    Values and limits are in days; the rules are asked of their 3.6th roots.
    """
    days = sorted(set(events))
    waits = {after: float((after - before).days) for before, after in pairwise(days)}
    made = chart(
        "T",
        ordered({on: wait**POWER for on, wait in waits.items()}, is_number),
        float,
        xmr_lines,
        better=OPPOSITE.get(better, better),
        target=None,
        rules=rules,
        rebases=(),
        gaps=None,
        natural=(0.0, None),
        why=why,
    )
    points = tuple(_point_in_days(point, waits[point.on]) for point in made.points)
    phases = tuple(
        replace(phase, mean=_days(phase.mean), lower=_days(phase.lower), upper=_days(phase.upper))
        for phase in made.phases
    )
    return replace(made, points=points, phases=phases)


def _point_in_days(point: SpcPoint, wait: float) -> SpcPoint:
    return replace(
        point,
        value=wait,
        mean=_days(point.mean),
        lower=_days(point.lower),
        upper=_days(point.upper),
        near_lower=_days(point.near_lower),
        near_upper=_days(point.near_upper),
        drawn_lower=_days(point.drawn_lower),
        drawn_upper=_days(point.drawn_upper),
    )


def _days(root: float | None) -> float | None:
    """Back from the 3.6th root; below nought there are no days."""
    return None if root is None else float(max(root, 0.0) ** (1 / POWER))
