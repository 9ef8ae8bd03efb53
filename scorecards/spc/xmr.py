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

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from scorecards.spc.limits import Limits, limits
from scorecards.spc.result import (
    COMMON,
    CONCERN,
    CONSISTENT_FAIL,
    CONSISTENT_PASS,
    IMPROVEMENT,
    INCONSISTENT,
    NEUTRAL_HIGH,
    NEUTRAL_LOW,
    ControlChart,
    Phase,
    Rebase,
    SpcPoint,
)
from scorecards.spc.rules import NHSR, PRESETS, SpcRules
from scorecards.spc.signals import Measured, Signalled, signals

BETTER = {"higher": 1, "lower": -1, "neither": 0, "band": 0}
Series = Mapping[date, float | None] | Iterable[tuple[date, float | None]]


def xmr(
    series: Series,
    *,
    better: str = "neither",
    target: float | None = None,
    rules: SpcRules | str = NHSR,
    rebases: Iterable[Rebase] = (),
    gaps: Mapping[date, str] | None = None,
    natural: tuple[float | None, float | None] = (None, None),
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
    chosen = _rules(rules)
    _known("a direction", better, BETTER)
    ordered = _ordered(series)
    starts = _starts(ordered, tuple(rebases))
    stretches = _stretches(ordered, starts)
    points: list[SpcPoint] = []
    phases: list[Phase] = []
    for number, (stretch, rebase) in enumerate(stretches):
        found = limits([value for _, value in stretch], chosen)
        phases.append(_phase(number, stretch, found, rebase, chosen, is_rebased=len(stretches) > 1))
        points += _points(number, stretch, found, chosen, BETTER[better], gaps or {}, natural)
    return with_icons(
        ControlChart(
            kind="XmR",
            why=why,
            rules=chosen,
            better=better,
            target=target,
            points=tuple(points),
            phases=tuple(phases),
            variation="",
            assurance="",
        )
    )


def with_icons(chart: ControlChart) -> ControlChart:
    """The chart with the icon of its latest value and that of its limits against the target."""
    return replace(chart, variation=_variation(chart), assurance=_assurance(chart))


def _variation(chart: ControlChart) -> str:
    latest, direction = chart.latest, BETTER[chart.better]
    if latest is None or latest.mean is None:
        return ""
    if latest.type in (COMMON, NEUTRAL_HIGH, NEUTRAL_LOW):
        return latest.mark
    goes_up = (direction > 0) == (latest.type == IMPROVEMENT)
    return f"{latest.mark}_{'high' if goes_up else 'low'}"


def _assurance(chart: ControlChart) -> str:
    last = chart.phases[-1] if chart.phases else None
    direction = BETTER[chart.better]
    if chart.target is None or direction == 0 or last is None or last.lower is None or last.upper is None:
        return ""
    target = chart.target
    # A constant series: there is no range to be inside of, only the one value that it always has.
    if last.lower == last.upper:
        is_met = last.lower >= target if direction > 0 else last.lower <= target
        return CONSISTENT_PASS if is_met else CONSISTENT_FAIL
    if last.lower <= target <= last.upper:
        return INCONSISTENT
    is_beyond = target < last.lower if direction > 0 else target > last.upper
    return CONSISTENT_PASS if is_beyond else CONSISTENT_FAIL


def _rules(rules: SpcRules | str) -> SpcRules:
    if isinstance(rules, SpcRules):
        return rules
    _known("a preset", rules, PRESETS)
    return PRESETS[rules]


def _known(what: str, found: str, among: Iterable[str]) -> None:
    if found not in among:
        raise ValueError(f"Expected {what} of {', '.join(among)}; found {found!r}. Choose one of them.")


def _ordered(series: Series) -> list[tuple[date, float | None]]:
    pairs = list(series.items() if isinstance(series, Mapping) else series)
    ordered = sorted(pairs, key=lambda pair: pair[0])
    for (before, _), (after, _) in zip(ordered, ordered[1:], strict=False):
        if before == after:
            raise ValueError(f"Expected each date once; found {after} twice. Give one value a date.")
    for on, value in ordered:
        # The value itself may be a child's: the words name its date only.
        if value is not None and not math.isfinite(value):
            raise ValueError(
                f"Expected a number or None; found neither on {on}. Use None where there is none."
            )
    return ordered


def _starts(ordered: list[tuple[date, float | None]], rebases: tuple[Rebase, ...]) -> dict[date, Rebase]:
    later = {on for on, _ in ordered[1:]}
    starts: dict[date, Rebase] = {}
    for rebase in rebases:
        if rebase.on not in later or rebase.on in starts:
            raise ValueError(
                f"Expected new limits on a date of the series after its first, once; found {rebase.on}. "
                "Choose the date of the first value after the change."
            )
        starts[rebase.on] = rebase
    return starts


def _stretches(
    ordered: list[tuple[date, float | None]], starts: dict[date, Rebase]
) -> list[tuple[list[tuple[date, float | None]], Rebase | None]]:
    """The series cut at each rebase."""
    found: list[tuple[list[tuple[date, float | None]], Rebase | None]] = []
    for pair in ordered:
        if not found or pair[0] in starts:
            found.append(([], starts.get(pair[0])))
        found[-1][0].append(pair)
    return found


def _phase(
    number: int,
    stretch: list[tuple[date, float | None]],
    found: Limits | None,
    rebase: Rebase | None,
    rules: SpcRules,
    *,
    is_rebased: bool,
) -> Phase:
    return Phase(
        number=number,
        first_on=stretch[0][0],
        last_on=stretch[-1][0],
        n=sum(value is not None for _, value in stretch),
        enough=rules.enough,
        mean=found.mean if found else None,
        lower=found.lower if found else None,
        upper=found.upper if found else None,
        rebase=rebase,
        is_rebased=is_rebased,
    )


def _points(
    number: int,
    stretch: list[tuple[date, float | None]],
    found: Limits | None,
    rules: SpcRules,
    direction: int,
    gaps: Mapping[date, str],
    natural: tuple[float | None, float | None],
) -> list[SpcPoint]:
    """The points of one phase, judged run by unbroken run."""
    placed = [
        _placed(on, value, number, found, gaps.get(on, "missing") if value is None else "", natural)
        for on, value in stretch
    ]
    return judged(placed, rules, direction)


def _placed(
    on: date,
    value: float | None,
    number: int,
    found: Limits | None,
    gap: str,
    natural: tuple[float | None, float | None],
) -> SpcPoint:
    if found is None:
        return SpcPoint(on=on, value=value, gap=gap, phase=number)
    return SpcPoint(
        on=on,
        value=value,
        gap=gap,
        phase=number,
        mean=found.mean,
        lower=found.lower,
        upper=found.upper,
        near_lower=found.near_lower,
        near_upper=found.near_upper,
        drawn_lower=within(found.lower, natural),
        drawn_upper=within(found.upper, natural),
    )


def within(number: float | None, natural: tuple[float | None, float | None]) -> float | None:
    """The number kept between the least and the greatest that can be."""
    if number is None:
        return None
    least, greatest = natural
    raised = number if least is None else max(number, least)
    return raised if greatest is None else min(raised, greatest)


def judged(points: list[SpcPoint], rules: SpcRules, direction: int) -> list[SpcPoint]:
    """The points of one phase with their signals and types; a point without a value or a mean has none."""
    done: list[SpcPoint] = []
    run: list[SpcPoint] = []
    for point in [*points, None]:
        if point is not None and point.value is not None and point.mean is not None:
            run.append(point)
            continue
        done += _judged_run(run, rules, direction)
        run = []
        if point is not None:
            done.append(point)
    return done


def _judged_run(run: list[SpcPoint], rules: SpcRules, direction: int) -> list[SpcPoint]:
    found = signals([_measured(point) for point in run], rules)
    return [
        replace(
            point,
            side=_measured(point).side,
            signals=tuple(met.directions),
            rises=met.rises,
            type=_type(met, rules, direction),
        )
        for point, met in zip(run, found, strict=True)
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
