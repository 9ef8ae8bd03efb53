"""A trend as an inline SVG: its line and limits, broken at a change of phase and where there is no sound figure."""

from itertools import groupby, pairwise

from markupsafe import Markup, escape

from scorecards.chart.scale import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Scale, scale, tick_words
from scorecards.chart.words import STATE_WORDS, break_words, chart_title, description
from scorecards.indicator_page import IndicatorPage
from scorecards.month_line import COMMON_MARK, MonthLine
from scorecards.value import IMPOSSIBLE, OK

LABELS_APART, LINES_APART = 84, 15
# A mark's shape says what its colour says.
SHAPES = {
    COMMON_MARK: "M{x} {y}h0",
    "improvement": "M{x} {y}m-5.5 -5.5h11v11h-11z",
    "concern": "M{x} {y}m0 -7l7 12.5h-14z",
    "neutral_high": "M{x} {y}m0 -7.5l7.5 7.5l-7.5 7.5l-7.5 -7.5z",
    "neutral_low": "M{x} {y}m0 -7.5l7.5 7.5l-7.5 7.5l-7.5 -7.5z",
}
CLASSES = {COMMON_MARK: "dots", "neutral_high": "changed", "neutral_low": "changed"}
SIGNS = {
    "dots": "●", "improvement": "■", "concern": "▲", "changed": "◆", "mean": "—", "limit": "- -", "target": "–·–",
}  # fmt: skip
MARK_WORDS = {
    "improvement": "Improving",
    "concern": "Getting worse",
    "changed": "Changed",
}


def trend(page: IndicatorPage) -> Markup:
    """The trend of the page's months; its description holds every number that matters in it."""
    axes = scale(page)
    parts = [
        _grid(page, axes),
        _phases(page, axes),
        _limits(page, axes),
        _target(page, axes),
        _line(page, axes),
        _absences(page, axes),
        _labels(page, axes),
    ]
    ref = escape(page.ref)
    return Markup(
        f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{ref}-trend-title {ref}-trend-words">'
        f'<title id="{ref}-trend-title">{escape(chart_title(page))}</title>'
        f'<desc id="{ref}-trend-words">{escape(description(page))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def key(page: IndicatorPage) -> list[tuple[str, str, str]]:
    """What the chart's signs mean: kind, a character of the same shape, and words, of those that it uses."""
    marks = {CLASSES.get(line.mark, line.mark) for line in page.months if line.plotted is not None}
    words = {"dots": dots_words(page), **MARK_WORDS}
    signs = [(kind, SIGNS[kind], words[kind]) for kind in words if kind in marks]
    if any(line.mean is not None for line in page.months):
        signs.append(("mean", SIGNS["mean"], "Mean"))
        signs.append(("limit", SIGNS["limit"], "Limits of what chance explains"))
    if page.comparison.target.number is not None:
        signs.append(("target", SIGNS["target"], "Target"))
    return signs


def dots_words(page: IndicatorPage) -> str:
    """What a plain dot says: nothing of chance where there are too few points to judge by."""
    judged = {phase.is_enough for phase in page.control.phases if phase.n}
    if judged == {True}:
        return "Expected variation"
    return "Expected variation, or not judged" if True in judged else f"A {page.step}'s figure"


def sign(mark: str) -> Markup:
    """A point's mark by itself, to stand before words."""
    return _sign(CLASSES.get(mark, mark), SHAPES[mark].format(x=9, y=8))


def _sign(kind: str, path: str) -> Markup:
    return Markup(
        f'<svg class="sign" viewBox="0 0 18 16" aria-hidden="true"><path class="{kind}" d="{path}"/></svg>'
    )


def _grid(page: IndicatorPage, axes: Scale) -> str:
    of_quarter = 1 if page.step == "quarter" else 3
    before = axes.months - of_quarter
    quarter_left = (axes.x(before) + axes.x(before - 1)) / 2 if before > 0 else LEFT
    right = WIDTH - RIGHT + 8
    box = f'x="{quarter_left:.0f}" y="{TOP - 12}" width="{right - quarter_left:.0f}" height="{HEIGHT - TOP - BOTTOM + 12}"'
    every = 3 if axes.months > 8 else 1
    months = "".join(
        f'<text x="{axes.x(place):.0f}" y="{HEIGHT - BOTTOM + 18}">{line.month.short_name}</text>'
        for place, line in enumerate(page.months)
        if (axes.months - 1 - place) % every == 0
    )
    levels = "".join(f"M{LEFT} {axes.y(tick):.0f}H{right}" for tick in axes.ticks)
    # The same on every drawing of as many months: a page holds it once.
    parts = [f'<g class="axis"><rect {box}/>{months}</g><path class="grid" d="{levels}"/>']
    ticks = "".join(
        f'<text x="{LEFT - 8}" y="{axes.y(tick) + 4:.0f}">{escape(tick_words(tick, axes.step, page.unit))}</text>'
        for tick in axes.ticks
    )
    parts.append(f'<g class="ticks">{ticks}</g>')
    if axes.low > 0:
        starts = f"Scale starts at {tick_words(axes.low, axes.step, page.unit)}"
        parts.append(f'<text class="aside" x="{LEFT - 44}" y="{HEIGHT - BOTTOM + 36}">{starts}</text>')
    return "".join(parts)


def _phases(page: IndicatorPage, axes: Scale) -> str:
    """A dotted upright where limits start afresh."""
    parts = []
    for place, (before, after) in enumerate(pairwise(page.months)):
        if before.phase != after.phase:
            x = axes.x(place + 0.5)
            end = "end" if place > axes.months / 2 else "start"
            at = x - 5 if end == "end" else x + 5
            words = f"{break_words(page, after)} from {after.month.short_name} [b]"
            parts.append(f'<path class="break" d="M{x:.0f} {TOP - 12}V{HEIGHT - BOTTOM}"/>')
            parts.append(f'<text class="aside" text-anchor="{end}" x="{at:.0f}" y="{TOP - 3}">{words}</text>')
    return "".join(parts)


def _limits(page: IndicatorPage, axes: Scale) -> str:
    """Mean and limits of each phase; those of a short phase are dotted."""
    parts = []
    for number, group in groupby(enumerate(page.months), key=lambda pair: pair[1].phase):
        lines = list(group)
        is_provisional = page.control.phases[number].is_provisional
        for kind in ("mean", "lower", "upper"):
            levels = [(place, getattr(line, kind)) for place, line in lines]
            path = _steps(axes, [(place, level) for place, level in levels if level is not None])
            if path:
                name = kind if kind == "mean" else "limit"
                parts.append(f'<path class="{name}{" provisional" if is_provisional else ""}" d="{path}"/>')
    return "".join(parts)


def _steps(axes: Scale, levels: list[tuple[int, float]]) -> str:
    """A path along the levels: one stroke while they stay the same, a step where they change."""
    path = ""
    for level, group in groupby(levels, key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        left, right = axes.x(max(places[0] - 0.4, 0)), axes.x(min(places[-1] + 0.4, axes.months - 1))
        path += f"{'L' if path else 'M'}{left:.0f} {axes.y(level):.0f}H{right:.0f}"
    return path


def _target(page: IndicatorPage, axes: Scale) -> str:
    target = page.comparison.target
    if target.number is None:
        return ""
    y = axes.y(float(target.number))
    return f'<path class="target" d="M{LEFT} {y:.0f}H{WIDTH - RIGHT + 8}"/>'


def _line(page: IndicatorPage, axes: Scale) -> str:
    """One path an unbroken run of months of one phase, and a mark a month."""
    points = [
        (line, None if line.plotted is None else (axes.x(place), axes.y(line.plotted)))
        for place, line in enumerate(page.months)
    ]
    path, before = "", None
    marks: dict[str, str] = {}
    for line, point in points:
        if point is not None:
            joins = before is not None and before.plotted is not None and before.phase == line.phase
            path += f"{'L' if joins else 'M'}{point[0]:.0f} {point[1]:.0f}"
            kind = CLASSES.get(line.mark, line.mark)
            mark = SHAPES[line.mark].format(x=f"{point[0]:.0f}", y=f"{point[1]:.0f}")
            marks[kind] = marks.get(kind, "") + mark
        before = line
    drawn = "".join(f'<path class="{kind}" d="{marks[kind]}"/>' for kind in sorted(marks))
    return f'<path class="line" d="{path}"/>{drawn}' if path else ""


def _absences(page: IndicatorPage, axes: Scale) -> str:
    """A cross on the base line for each month without a sound figure; the word once for each run of them."""
    base = HEIGHT - BOTTOM
    crosses, labels, taken = "", [], [-float(WIDTH)] * 2
    for state, run in groupby(enumerate(page.months), key=lambda pair: pair[1].state):
        places = [place for place, _ in run]
        if state == OK:
            continue
        crosses += "".join(_cross(axes.x(place), base, state) for place in places)
        x = (axes.x(places[0]) + axes.x(places[-1])) / 2
        row = 0 if x - taken[0] >= LABELS_APART else 1
        taken[row] = x
        middle = min(max(x, LEFT + 24), WIDTH - RIGHT - 16)
        word = escape(STATE_WORDS.get(state, state))
        labels.append(f'<text class="absent" x="{middle:.0f}" y="{base - 10 - 14 * row}">{word}</text>')
    return f'<path class="cross" d="{crosses}"/>{"".join(labels)}' if crosses else ""


def _cross(x: float, y: float, state: str) -> str:
    if state == IMPOSSIBLE:
        return f"M{x:.0f} {y - 6}v7m0 3v1"  # An exclamation mark.
    return f"M{x - 3.5:.0f} {y - 3.5}l7 7m0 -7l-7 7"


def _labels(page: IndicatorPage, axes: Scale) -> str:
    """At the right end what each line is at, pushed apart where they would touch."""
    last = page.months[-1]
    wanted: list[tuple[float, str, str]] = []
    if last.plotted is not None:
        wanted.append((axes.y(last.plotted), "last", last.figure.words))
    for kind, name, number, shown in _levels(page, last):
        wanted.append((axes.y(number), kind, f"{name} {shown}"))
    parts, floor = [], 0.0
    ordered = sorted(wanted)
    # From the top down, and back up when the bottom is reached.
    levels = []
    for y, _, _ in ordered:
        floor = max(y + 4, floor + LINES_APART)
        levels.append(floor)
    ceiling = float(HEIGHT - BOTTOM + 6)
    for place in reversed(range(len(levels))):
        levels[place] = min(levels[place], ceiling)
        ceiling = levels[place] - LINES_APART
    for level, (_, kind, words) in zip(levels, ordered, strict=True):
        parts.append(
            f'<text class="{kind}-words" x="{WIDTH - RIGHT + 13}" y="{level:.0f}">{escape(words)}</text>'
        )
    return "".join(parts)


def _levels(page: IndicatorPage, last: MonthLine) -> list[tuple[str, str, float, str]]:
    """The lines that reach the right end: kind, name, number and how it is shown."""
    found = [
        ("mean", "Mean", last.mean, last.mean_figure.words),
        ("limit", "Lower", last.lower, last.lower_figure.words),
        ("limit", "Upper", last.upper, last.upper_figure.words),
    ]
    target = page.comparison.target
    if target.number is not None:
        found.append(("target", "Target", float(target.number), target.words))
    return [(kind, name, number, shown) for kind, name, number, shown in found if number is not None]
