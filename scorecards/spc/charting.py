"""What every kind of control chart shares: phases, judged points and icons, once something has set the lines."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from scorecards.spc.icons import assurance, variation
from scorecards.spc.judging import BETTER, Natural, points
from scorecards.spc.limits import Lines
from scorecards.spc.rebase import Rebase
from scorecards.spc.result import ControlChart, Phase, SpcPoint
from scorecards.spc.rules import SpcRules, preset
from scorecards.spc.series import Item, Stretch, stretches

SetLines = Callable[[list[Item | None], SpcRules], list[Lines]]


def chart(
    kind: str,
    pairs: Stretch[Item],
    value_of: Callable[[Item], float],
    set_lines: SetLines[Item],
    *,
    better: str,
    target: float | None,
    rules: SpcRules | str,
    rebases: Iterable[Rebase],
    gaps: Mapping[date, str] | None,
    natural: Natural,
    why: str,
) -> ControlChart:
    """The chart of pairs in order, cut at the rebases, each phase with lines of its own."""
    chosen = preset(rules) if isinstance(rules, str) else rules
    if better not in BETTER:
        raise ValueError(
            f"Expected a direction of {', '.join(BETTER)}; found {better!r}. Choose one of them."
        )
    cut = stretches(pairs, rebases)
    made: list[SpcPoint] = []
    phases: list[Phase] = []
    for number, (stretch, rebase) in enumerate(cut):
        lines = set_lines([item for _, item in stretch], chosen)
        values = [(on, None if item is None else value_of(item)) for on, item in stretch]
        made += points(
            values, lines, phase=number, rules=chosen, better=better, gaps=gaps or {}, natural=natural
        )
        phases.append(_phase(number, values, lines, rebase, chosen, is_rebased=len(cut) > 1))
    latest = next((point for point in reversed(made) if point.value is not None), None)
    return ControlChart(
        kind=kind,
        why=why,
        rules=chosen,
        better=better,
        target=target,
        points=tuple(made),
        phases=tuple(phases),
        variation=variation(latest, better),
        assurance=assurance(phases[-1] if phases else None, target, better),
    )


def _phase(
    number: int,
    values: Stretch[float],
    lines: list[Lines],
    rebase: Rebase | None,
    rules: SpcRules,
    *,
    is_rebased: bool,
) -> Phase:
    """The phase, with the lines of its last date that has limits."""
    last = next((line for line in reversed(lines) if line.lower is not None), lines[-1])
    return Phase(
        number=number,
        first_on=values[0][0],
        n=sum(value is not None for _, value in values),
        enough=rules.enough,
        mean=last.mean,
        lower=last.lower,
        upper=last.upper,
        rebase=rebase,
        is_rebased=is_rebased,
    )
