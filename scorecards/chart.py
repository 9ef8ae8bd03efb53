"""A trend as an inline SVG: a line that breaks where there is no sound figure, and a word where it breaks."""

import math
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from scorecards.figure import SHORTHAND, Figure
from scorecards.indicator_page import IndicatorPage, MonthLine
from scorecards.value import IMPOSSIBLE, OK

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 62, 22, 48
LABELS_APART = 84
STATE_WORDS = {IMPOSSIBLE: "impossible", **{state: word for state, (_, word, _) in SHORTHAND.items()}}


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From months and numbers to places on the drawing."""

    months: int
    low: float
    high: float
    step: float

    def x(self, place: int) -> float:
        inner = WIDTH - LEFT - RIGHT
        return LEFT + (inner * place / (self.months - 1) if self.months > 1 else inner / 2)

    def y(self, number: float) -> float:
        share = (number - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    @property
    def ticks(self) -> list[float]:
        steps = round((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(steps + 1)]


def scale(page: IndicatorPage) -> Scale:
    """A scale over what is drawn; it starts at nought unless that would flatten the line."""
    numbers = [line.plotted for line in page.months if line.plotted is not None]
    target = page.comparison.target.number
    if target is not None:
        numbers.append(float(target))
    lowest, highest = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    is_high_up = lowest > 0.6 * highest and (page.unit != "count" or highest > 20)
    # A few points of a percentage must not fill the drawing as if they were a change.
    least = 10.0 if page.unit == "%" else 0.15 * highest
    base = max(min(lowest, highest - least), 0.0) if is_high_up else 0.0
    step = _step(max(highest - base, 1.0 if page.unit == "count" else 0.1), whole=page.unit == "count")
    low = math.floor(base / step) * step
    if low >= step and any(line.plotted is None for line in page.months):
        low -= step  # Room for the words on the base line.
    high = max(math.ceil(highest / step) * step, low + step)
    if page.unit == "%" and highest <= 100:
        high = min(high, 100.0)
    return Scale(months=len(page.months), low=low, high=high, step=step)


def _step(spread: float, *, whole: bool) -> float:
    """A round step that makes about four lines."""
    power = 10.0 ** math.floor(math.log10(spread / 4))
    step = next(power * size for size in (1, 2, 2.5, 5, 10) if power * size >= spread / 4)
    return max(1.0, math.ceil(step)) if whole else step


def chart(page: IndicatorPage) -> Markup:
    """The trend of the page's months; its description holds every number that the line shows."""
    axes = scale(page)
    parts = [
        _grid(page, axes),
        _target(page, axes),
        _lines(page, axes),
        _absences(page, axes),
        _last(page, axes),
    ]
    ref = f"{page.ref}-trend"
    return Markup(
        f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{escape(ref)}-title {escape(ref)}-words">'
        f'<title id="{escape(ref)}-title">{escape(chart_title(page))}</title>'
        f'<desc id="{escape(ref)}-words">{escape(description(page))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def chart_title(page: IndicatorPage) -> str:
    return f"{page.title}, {page.months[0].month.name} to {page.months[-1].month.name}"


def description(page: IndicatorPage) -> str:
    """The trend in words: the same text for the page's chart and the workbook's."""
    shown = [line for line in page.months if line.plotted is not None]
    if not shown:
        return f"Line chart of {page.title} by month. No month has a figure that can be shown. {_absent_words(page)}"
    first, last = shown[0], shown[-1]
    low = min(shown, key=lambda line: line.plotted or 0)
    high = max(shown, key=lambda line: line.plotted or 0)
    return (
        f"Line chart of {page.title} by month: {first.figure.words} in {first.month.name}, "
        f"{_movement(first, last)} {last.figure.words} in {last.month.name}. "
        f"Lowest {low.figure.words} in {low.month.name}, highest {high.figure.words} in {high.month.name}. "
        f"{_absent_words(page)}{_target_sentence(page)}"
    ).strip()


def _movement(first: MonthLine, last: MonthLine) -> str:
    start, end = first.plotted or 0, last.plotted or 0
    return "the same at" if start == end else ("rising to" if end > start else "falling to")


def _absent_words(page: IndicatorPage) -> str:
    sentences = []
    for state, word in STATE_WORDS.items():
        months = [line.month.name for line in page.months if line.state == state]
        if months:
            sentences.append(f"{word.capitalize()}: {', '.join(months)}. ")
    return "".join(sentences)


def _target_sentence(page: IndicatorPage) -> str:
    has_target = page.comparison.target.number is not None
    return f"The target is {page.comparison.target_words}." if has_target else ""


def _grid(page: IndicatorPage, axes: Scale) -> str:
    quarter_left = (axes.x(axes.months - 3) + axes.x(axes.months - 4)) / 2 if axes.months > 3 else LEFT
    width, height = WIDTH - RIGHT + 8 - quarter_left, HEIGHT - TOP - BOTTOM + 14
    box = f'x="{quarter_left:.1f}" y="{TOP - 14}" width="{width:.1f}" height="{height}"'
    parts = [f'<rect class="quarter" {box}/>']
    for tick in axes.ticks:
        level = axes.y(tick)
        parts.append(f'<path class="grid" d="M{LEFT} {level:.1f}H{WIDTH - RIGHT + 8}"/>')
        parts.append(
            f'<text class="tick" x="{LEFT - 8}" y="{level + 4:.1f}">{escape(_tick(tick, axes.step, page.unit))}</text>'
        )
    every = 3 if axes.months > 8 else 1
    for place, line in enumerate(page.months):
        if (axes.months - 1 - place) % every == 0:
            month, year = line.month.short_name.split()
            x = axes.x(place)
            parts.append(f'<text class="month" x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}">{month}</text>')
            parts.append(f'<text class="month" x="{x:.1f}" y="{HEIGHT - BOTTOM + 33}">{year}</text>')
    if axes.low > 0:
        starts = f"Scale starts at {_tick(axes.low, axes.step, page.unit)}"
        parts.append(f'<text class="note" x="{LEFT - 44}" y="{HEIGHT - 1}">{starts}</text>')
    return "".join(parts)


def _tick(number: float, step: float, unit: str) -> str:
    places = 0 if float(step).is_integer() else (1 if float(step * 10).is_integer() else 2)
    return f"{number:,.{places}f}{'%' if unit == '%' else ''}"


def _target(page: IndicatorPage, axes: Scale) -> str:
    target: Figure = page.comparison.target
    if target.number is None:
        return ""
    y = axes.y(float(target.number))
    return (
        f'<path class="target" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT + 8}"/>'
        f'<text class="target-words" x="{LEFT + 4}" y="{y - 5:.1f}">Target {escape(target.words)}</text>'
    )


def _lines(page: IndicatorPage, axes: Scale) -> str:
    """One path an unbroken run of months, and a dot a month."""
    points = [
        None if line.plotted is None else (axes.x(place), axes.y(line.plotted))
        for place, line in enumerate(page.months)
    ]
    path = "".join(
        f"{'L' if before else 'M'}{point[0]:.1f} {point[1]:.1f}"
        for before, point in pairwise([None, *points])
        if point is not None
    )
    # A step of no length with a round end is a dot: one short path instead of two dozen circles.
    dots = "".join(f"M{point[0]:.1f} {point[1]:.1f}h0" for point in points if point is not None)
    return f'<path class="line" d="{path}"/><path class="dots" d="{dots}"/>' if path else ""


def _absences(page: IndicatorPage, axes: Scale) -> str:
    """A hollow mark on the base line for each month without a sound figure; the word once for each run of them."""
    base = HEIGHT - BOTTOM
    marks, labels, taken = [], [], [-float(WIDTH)] * 2
    runs = groupby(enumerate(page.months), key=lambda pair: pair[1].state)
    for state, run in runs:
        places = [place for place, _ in run]
        if state == OK:
            continue
        marks += [_hollow(axes.x(place), base, state) for place in places]
        x = (axes.x(places[0]) + axes.x(places[-1])) / 2
        row = 0 if x - taken[0] >= LABELS_APART else 1
        taken[row] = x
        labels.append(
            f'<text class="absent" x="{min(max(x, LEFT + 20), WIDTH - RIGHT - 10):.1f}" y="{base - 10 - 14 * row}">'
            f"{escape(STATE_WORDS.get(state, state))}</text>"
        )
    return "".join(marks + labels)


def _hollow(x: float, y: float, state: str) -> str:
    if state == IMPOSSIBLE:
        return f'<path class="hollow" d="M{x:.1f} {y - 5}l5 5l-5 5l-5 -5z"/>'
    return f'<circle class="hollow" cx="{x:.1f}" cy="{y}" r="4"/>'


def _last(page: IndicatorPage, axes: Scale) -> str:
    """The last figure, written beside its dot when it is this month's."""
    line = page.months[-1]
    if line.plotted is None:
        return ""
    x, y = axes.x(axes.months - 1) + 11, axes.y(line.plotted) + 5
    return f'<text class="last" x="{x:.1f}" y="{y:.1f}">{escape(line.figure.words)}</text>'
