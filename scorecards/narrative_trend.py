"""Whether chance explains the latest months: the rule that they meet, in words, and what it means for the target."""

from collections.abc import Callable

from scorecards.figure import number_figure
from scorecards.narrative_change import NUMBERS
from scorecards.period import Month
from scorecards.spc.result import OUTSIDE, SHIFT, TREND, TWO_IN_THREE, ControlChart, SpcPoint


def variation_sentence(chart: ControlChart, unit: str) -> str:
    """`The last three months are above the expected range of 1,389 to 1,661.`; empty when there is no month to judge.

    Improved and worse are said only where one way is good and a rule shows a change.
    """
    latest, phase = chart.latest, chart.phase
    if latest is None or phase is None:
        return ""
    if chart.between is not None and chart.is_enough:
        return _rare(chart.between)
    if chart.is_enough:
        return f"{_dated(chart)}{_sentence(chart, latest, unit)}{_judgement(chart, latest)}"
    if phase.is_provisional and phase.shows_limits:
        since = Month.of(phase.first_on).name
        return (
            f"Limits since {since} are provisional ({phase.n} of {phase.enough} points). "
            f"{_dated(chart)}{_sentence(chart, latest, unit)}"
        )
    return f"{chart.too_few} to tell a change from chance."


def _rare(between: ControlChart) -> str:
    """Of events that come less than once a month: the last wait, beside the waits before it."""
    latest = between.latest
    assert latest is not None and latest.mean is not None and latest.value is not None
    usual = number_figure(latest.mean, "mean").words
    wait = f"{latest.value:.0f} month{'' if latest.value == 1 else 's'}"
    last = (
        f"On average {usual} months pass from one month with an event to the next; the last wait was {wait}"
    )
    if not latest.is_signal:
        return f"{last}, within expected variation."
    return f"{last}, longer than expected.{_judgement(between, latest)}"


def _dated(chart: ControlChart) -> str:
    if not chart.is_latest_missing or chart.latest is None:
        return ""
    return f"The latest {chart.step} with a figure is {chart.name_of(chart.latest.on)}. "


def _sentence(chart: ControlChart, latest: SpcPoint, unit: str) -> str:
    said = SENTENCES.get(latest.signals[0]) if latest.signals else None
    if said is not None:
        return said(chart, latest, unit)
    return f"{_step_by_step(chart)} this is within expected variation ({_range(latest, unit).removeprefix('range of ')})."


def _outside(chart: ControlChart, latest: SpcPoint, unit: str) -> str:
    way = "above" if latest.side > 0 else "below"
    run = latest_run(chart, lambda point: OUTSIDE in point.signals and point.side == latest.side)
    return f"{_these(chart, run)} {way} the expected {_range(latest, unit)}."


def _trend(chart: ControlChart, latest: SpcPoint, unit: str) -> str:
    run = latest_run(chart, lambda point: TREND in point.signals and point.rises == latest.rises)
    return f"The {chart.step}ly figure {'rose' if latest.rises else 'fell'} from each {chart.step} to the next over the last {len(run)}."


def _two_in_three(chart: ControlChart, latest: SpcPoint, unit: str) -> str:
    near = [point for point in _phase_points(chart)[-3:] if TWO_IN_THREE in point.signals]
    limit = latest.drawn_upper if latest.side > 0 else latest.drawn_lower
    assert limit is not None
    which = "upper" if latest.side > 0 else "lower"
    count = NUMBERS[len(near)].capitalize()
    verb = "is" if len(near) == 1 else "are"
    return f"{count} of the last three {chart.step}s {verb} close to the {which} limit of {number_figure(limit, unit).words}."


def _shift(chart: ControlChart, latest: SpcPoint, unit: str) -> str:
    run = latest_run(chart, lambda point: SHIFT in point.signals and point.side == latest.side)
    assert latest.mean is not None
    way = "above" if latest.side > 0 else "below"
    return f"The last {len(run)} {chart.step}s are all {way} the average of {number_figure(latest.mean, unit).words}."


SENTENCES: dict[str, Callable[[ControlChart, SpcPoint, str], str]] = {
    OUTSIDE: _outside,
    TREND: _trend,
    TWO_IN_THREE: _two_in_three,
    SHIFT: _shift,
}


def signal_words(chart: ControlChart) -> str:
    """The latest signal in a few words for a title: `higher than expected since January 2023`; empty without one."""
    latest = chart.latest
    if chart.between is not None:
        return "rarer than expected" if chart.is_signal else ""
    if latest is None or not latest.signals:
        return ""
    rule = latest.signals[0]
    run = latest_run(chart, lambda point: rule in point.signals and point.side == latest.side)
    since = f"since {Month.of(run[0].on).name}" if len(run) > 1 else f"in {chart.name_of(latest.on)}"
    if rule == OUTSIDE:
        return f"{'higher' if latest.side > 0 else 'lower'} than expected {since}"
    if rule == TREND:
        return f"{'rising' if latest.rises else 'falling'} {chart.step} after {chart.step}"
    if rule == SHIFT:
        return f"{'above' if latest.side > 0 else 'below'} its average {since}"
    return f"close to its {'upper' if latest.side > 0 else 'lower'} limit"


def latest_run(chart: ControlChart, holds: Callable[[SpcPoint], bool]) -> list[SpcPoint]:
    """The unbroken run of points, ending with the latest, of which the condition holds."""
    run: list[SpcPoint] = []
    for point in reversed(_phase_points(chart)):
        if point.value is None or not holds(point):
            break
        run.append(point)
    return run[::-1]


def _phase_points(chart: ControlChart) -> list[SpcPoint]:
    """The points of the latest value's phase up to it."""
    latest = chart.latest
    assert latest is not None
    return [point for point in chart.points if point.phase == latest.phase and point.on <= latest.on]


def _these(chart: ControlChart, run: list[SpcPoint]) -> str:
    if len(run) == 1:
        return f"{chart.name_of(run[0].on)} is"
    count = NUMBERS[len(run)] if len(run) < len(NUMBERS) else str(len(run))
    return f"The last {count} {chart.step}s are"


def _judgement(chart: ControlChart, latest: SpcPoint) -> str:
    return {
        "improvement": f" {_step_by_step(chart)} this has improved.",
        "concern": f" {_step_by_step(chart)} this has worsened.",
    }.get(latest.mark, "")


def _range(point: SpcPoint, unit: str) -> str:
    if point.drawn_lower is None or point.drawn_upper is None:
        return "no range yet"
    lower, upper = (number_figure(limit, unit).words for limit in (point.drawn_lower, point.drawn_upper))
    return f"range of {lower} to {upper}" if lower != upper else f"{lower} a month"


def _step_by_step(chart: ControlChart) -> str:
    return f"{chart.step.capitalize()} by {chart.step}"
