"""From values and lines to judged points: which rules each point meets, and whether that is good."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from scorecards.spc.limits import Lines
from scorecards.spc.result import COMMON, CONCERN, IMPROVEMENT, NEUTRAL_HIGH, NEUTRAL_LOW, SpcPoint
from scorecards.spc.rules import SpcRules
from scorecards.spc.signals import Measured, Signalled, signals

BETTER = {"higher": 1, "lower": -1, "neither": 0, "band": 0}
Natural = tuple[float | None, float | None]


def points(
    values: Sequence[tuple[date, float | None]],
    lines: Sequence[Lines],
    *,
    phase: int,
    rules: SpcRules,
    better: str,
    gaps: Mapping[date, str],
    natural: Natural,
) -> list[SpcPoint]:
    """The points of one phase, judged run by unbroken run: a gap ends a run."""
    placed = [
        SpcPoint(
            on=on,
            value=value,
            gap=gaps.get(on, "missing") if value is None else "",
            phase=phase,
            mean=line.mean,
            lower=line.lower,
            upper=line.upper,
            near_lower=line.near_lower,
            near_upper=line.near_upper,
            drawn_lower=_within(line.lower, natural),
            drawn_upper=_within(line.upper, natural),
        )
        for (on, value), line in zip(values, lines, strict=True)
    ]
    done: list[SpcPoint] = []
    for is_judged, together in groupby(placed, key=_can_be_judged):
        run = list(together)
        done += _judged(run, rules, BETTER[better]) if is_judged else run
    return done


def _can_be_judged(point: SpcPoint) -> bool:
    return point.value is not None and point.mean is not None


def _judged(run: list[SpcPoint], rules: SpcRules, direction: int) -> list[SpcPoint]:
    measured = [_measured(point) for point in run]
    return [
        replace(
            point,
            side=place.side,
            signals=tuple(met.directions),
            rises=met.rises,
            type=_type(met, rules, direction),
        )
        for point, place, met in zip(run, measured, signals(measured, rules), strict=True)
    ]


def _measured(point: SpcPoint) -> Measured:
    """A single value has no limits: nothing is outside of what is not there."""
    assert point.value is not None and point.mean is not None
    return Measured(
        value=point.value,
        mean=point.mean,
        lower=-math.inf if point.lower is None else point.lower,
        upper=math.inf if point.upper is None else point.upper,
        near_lower=-math.inf if point.near_lower is None else point.near_lower,
        near_upper=math.inf if point.near_upper is None else point.near_upper,
    )


def _type(met: Signalled, rules: SpcRules, direction: int) -> str:
    """The first rule decides; or, where the rules say so, an improvement does, whichever rule shows it."""
    if not met.directions:
        return COMMON
    first = next(iter(met.directions.values()))
    if direction == 0:
        return NEUTRAL_HIGH if first > 0 else NEUTRAL_LOW
    decides = direction if rules.improvement_wins and direction in met.directions.values() else first
    return IMPROVEMENT if decides == direction else CONCERN


def _within(number: float | None, natural: Natural) -> float | None:
    """The number kept between the least and the greatest that can be."""
    if number is None:
        return None
    least, greatest = natural
    raised = number if least is None else max(number, least)
    return raised if greatest is None else min(raised, greatest)
