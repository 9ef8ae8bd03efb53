"""A funnel plot as an inline SVG: each authority's figure against its size, limits around the figure of all together."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from scorecards.chart.scale import round_step, tick_words
from scorecards.figure import number_figure
from scorecards.region.funnel import BEYOND_95, BEYOND_998, Funnel, Limits
from scorecards.region.indicator import RegionIndicator
from scorecards.region.view import AuthorityLine, View

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 62, 96, 30, 52
STEPS = 48
LABEL_HEIGHT, LETTER = 13, 6.1
# A mark's shape says how far out it lies; above and below is where it stands.
SHAPES = {
    0: "M{x} {y}m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
    BEYOND_95: "M{x} {y}m0 -7l7 12.5h-14z",
    BEYOND_998: "M{x} {y}m-6 -6h12v12h-12z",
}
SIGNS = (
    ("inside", "●", "Inside the limits"),
    ("beyond", "▲", "Beyond a 95% limit"),
    ("far", "■", "Beyond a 99.8% limit"),
    ("middle", "—", "All plotted authorities together"),
    ("near-limit", "- -", "95% limits"),
    ("far-limit", "···", "99.8% limits"),
)
NAMES = {0: "inside", BEYOND_95: "beyond", BEYOND_998: "far"}


@dataclass(frozen=True)
class _Axes:
    """Places of sizes and figures on the drawing."""

    narrowest: float
    widest: float
    low: float
    high: float
    step: float

    def x(self, size: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (size - self.narrowest) / (self.widest - self.narrowest)

    def y(self, number: float) -> float:
        inside = min(max(number, self.low), self.high)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (inside - self.low) / (self.high - self.low)


def funnel_plot(indicator: RegionIndicator, view: View) -> Markup:
    """The drawing of one window; empty where the indicator has no funnel in it."""
    if view.funnel is None:
        return Markup("")
    axes = _axes(view.funnel)
    name = escape(f"{indicator.ref}-{view.name.split()[0].lower()}")
    return Markup(
        f'<svg class="funnel" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-title {name}-words">'
        f'<title id="{name}-title">{escape(chart_title(indicator, view))}</title>'
        f'<desc id="{name}-words">{escape(description(indicator, view))}</desc>'
        f"{_grid(axes, indicator)}{_limits(view.funnel, axes)}{_points(view, axes)}</svg>"
    )


def chart_title(indicator: RegionIndicator, view: View) -> str:
    """The title of a drawing."""
    return f"{indicator.title} by authority, {view.months}"


def description(indicator: RegionIndicator, view: View) -> str:
    """The drawing in words, which stand beside it too: the middle, who lies beyond which limit, who is not plotted."""
    made = view.funnel
    if made is None:
        return ""
    together = number_figure(made.middle_value, indicator.unit).words
    parts = [
        f"Funnel plot of {len(made.points)} of {view.places} authorities. All of them together: {together}."
    ]
    for level, words in ((BEYOND_998, "99.8%"), (BEYOND_95, "95%")):
        out = [line for line in view.beyond(level) if abs(line.place or 0) == level]
        parts.append(f"Beyond the {words} limits: {_listed(out, _out) or 'none'}.")
    if view.not_shown:
        parts.append(f"Not plotted: {_listed(view.not_shown, _mark)}.")
    if made.dispersion > 1:
        parts.append(
            "The authorities differ from each other by more than chance explains, so the limits are widened."
        )
    elif not made.is_dispersion_told:
        parts.append("Too few authorities to tell whether they differ among themselves by more than chance.")
    return " ".join(parts)


def _out(line: AuthorityLine) -> str:
    side = "above" if (line.place or 0) > 0 else "below"
    return f"{line.name} {line.figure.plain_words} ({side}{f', {line.way}' if line.way else ''})"


def _mark(line: AuthorityLine) -> str:
    return f"{line.name} {line.figure.plain_words}"


def _listed(lines: list[AuthorityLine], words: Callable[[AuthorityLine], str]) -> str:
    return ", ".join(words(line) for line in lines)


def _axes(made: Funnel) -> _Axes:
    """A scale over the points and over the 95% limits of the smallest authority."""
    sizes = [point.size for point in made.points]
    smallest = made.limits([sizes[0]])[0]
    numbers = [made.value(point) for point in made.points]
    low, high = min(*numbers, smallest.lower_95), max(*numbers, smallest.upper_95)
    is_share = made.unit == "%"
    base = 0.0 if low < 0.35 * high else low
    step = round_step(max(high - base, 2.0 if is_share else 0.5), whole=False)
    bottom = step * int(max(base - 0.15 * step, 0.0) / step)
    top = bottom + step
    while top < high + 0.1 * step:
        top += step
    # Authorities of nearly one size are drawn apart, and the axis says where it starts.
    apart = sizes[-1] - sizes[0]
    narrowest = max(0, sizes[0] - apart - max(sizes[0] // 20, 1)) if sizes[0] > 0.6 * sizes[-1] else 0
    return _Axes(
        narrowest=float(narrowest),
        widest=sizes[-1] + 0.06 * (sizes[-1] - narrowest),
        low=bottom,
        high=min(top, 100.0) if is_share and high <= 100 else top,
        step=step,
    )


def _grid(axes: _Axes, indicator: RegionIndicator) -> str:
    lines, words = "", ""
    number = axes.low
    while number <= axes.high + 1e-9:
        y = axes.y(number)
        lines += f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}"
        words += f'<text class="up" x="{LEFT - 8}" y="{y + 4:.1f}">{tick_words(number, axes.step, indicator.unit)}</text>'
        number += axes.step
    step = round_step(axes.widest - axes.narrowest, whole=True)
    size = step * math.ceil(axes.narrowest / step)
    while size <= axes.widest:
        words += f'<text class="across" x="{axes.x(size):.1f}" y="{HEIGHT - BOTTOM + 18}">{size:,.0f}</text>'
        size += step
    base = f"M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}"
    of = "Children of the population" if indicator.unit == "per 10,000" else "Denominator of the authority"
    middle = (LEFT + WIDTH - RIGHT) / 2
    starts = f", axis starts at {axes.low:g}" if axes.low else ""
    of += f", axis starts at {axes.narrowest:,.0f}" if axes.narrowest else ""
    return (
        f'<path class="grid" d="{lines}"/><path class="base" d="{base}"/>{words}'
        f'<text class="across" x="{middle:.0f}" y="{HEIGHT - 14}">{of}</text>'
        f'<text class="name" x="{LEFT - 54}" y="12">{escape(indicator.unit_words)}{starts}</text>'
    )


def _limits(made: Funnel, axes: _Axes) -> str:
    """The middle line and the four limits, from a little below the smallest authority on."""
    first = max(1.0, 0.75 * made.points[0].size, axes.narrowest)
    sizes = sorted({round(first + (axes.widest - first) * place / STEPS) for place in range(STEPS + 1)})
    at = made.limits(sizes)
    parts = [f'<path class="middle" d="M{LEFT} {axes.y(made.middle_value):.1f}H{WIDTH - RIGHT}"/>']
    labels: list[tuple[float, str]] = [
        (axes.y(made.middle_value), f"All {number_figure(made.middle_value, made.unit).words}")
    ]
    of: tuple[tuple[str, str, Callable[[Limits], float]], ...] = (
        ("near-limit", "95%", lambda each: each.upper_95),
        ("near-limit", "95%", lambda each: each.lower_95),
        ("far-limit", "99.8%", lambda each: each.upper_998),
        ("far-limit", "99.8%", lambda each: each.lower_998),
    )
    for kind, words, get in of:
        path = _curve([(axes.x(size), get(each), axes) for size, each in zip(sizes, at, strict=True)])
        if path:
            parts.append(f'<path class="{kind}" d="{path}"/>')
        if axes.low < get(at[-1]) < axes.high:
            labels.append((axes.y(get(at[-1])), words))
    floor = 0.0
    for y, words in sorted(labels):
        floor = max(y + 4, floor + 13)
        parts.append(f'<text class="end" x="{WIDTH - RIGHT + 6}" y="{floor:.1f}">{words}</text>')
    return "".join(parts)


def _curve(points: list[tuple[float, float, _Axes]]) -> str:
    """A path through the points that lie on the drawing."""
    path, joins = "", False
    for x, number, axes in points:
        inside = axes.low <= number <= axes.high
        if inside:
            path += f"{'L' if joins else 'M'}{x:.1f} {axes.y(number):.1f}"
        joins = inside
    return path


def _points(view: View, axes: _Axes) -> str:
    """A mark an authority, and the names that find room: of those furthest out first."""
    assert view.funnel is not None
    lines = {line.code: line for line in view.lines}
    drawn: list[str] = []
    taken = [
        (axes.x(point.size) - 6, axes.y(view.funnel.value(point)) - 6, 12.0, 12.0)
        for point in view.funnel.points
    ]
    names = []
    order = sorted(
        view.funnel.points, key=lambda each: (-abs(lines[each.code].place or 0), each.size, each.code)
    )
    for point in order:
        line = lines[point.code]
        x, y = axes.x(point.size), axes.y(view.funnel.value(point))
        place = abs(line.place or 0)
        kind = f"{NAMES[place]}{f' {line.way}' if line.way else ''}"
        drawn.append(f'<path class="{kind}" d="{SHAPES[place].format(x=f"{x:.1f}", y=f"{y:.1f}")}"/>')
        wide = LETTER * len(line.name)
        for at, top, anchor in (
            (x + 9, y - 6, "start"), (x - 9 - wide, y - 6, "end"), (x - wide / 2, y - 21, "middle"), (x - wide / 2, y + 9, "middle"),
        ):  # fmt: skip
            box = (at, top, wide, float(LABEL_HEIGHT))
            if (
                at > LEFT
                and at + wide < WIDTH - RIGHT
                and TOP <= top < HEIGHT - BOTTOM - 10
                and not any(_touch(box, other) for other in taken)
            ):
                taken.append(box)
                start = {"start": at, "end": at + wide, "middle": at + wide / 2}[anchor]
                names.append(
                    f'<text class="who" text-anchor="{anchor}" x="{start:.1f}" y="{top + 10:.1f}">{escape(line.name)}</text>'
                )
                break
    return "".join([*names, *drawn])


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
