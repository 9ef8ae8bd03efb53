"""Our figure beside other areas' of the same year, as bars from nought."""

from itertools import groupby

from markupsafe import Markup, escape

from scorecards.comparison import BesideUs
from scorecards.figure import Figure
from scorecards.indicator_page import IndicatorPage

WIDTH, LABEL, ROW, HEAD = 460, 176, 26, 22
VALUE = 64


def bars(page: IndicatorPage) -> Markup:
    """One bar an area, a group a year; empty when no area can stand beside us."""
    groups = _groups(page)
    if not groups:
        return Markup("")
    numbers = [
        float(figure.number) for _, rows in groups for _, figure, _ in rows if figure.number is not None
    ]
    scale = (WIDTH - LABEL - VALUE) / max([*numbers, 1e-9])
    parts, y = [], 0
    for year, rows in groups:
        parts.append(f'<text class="year" x="0" y="{y + 15}">{escape(year)}</text>')
        y += HEAD
        for name, figure, kind in rows:
            length = scale * float(figure.number or 0)
            parts.append(f'<text class="area" x="{LABEL - 8}" y="{y + 16}">{escape(name)}</text>')
            parts.append(
                f'<rect class="{kind}" x="{LABEL}" y="{y + 3}" width="{length:.1f}" height="{ROW - 8}"/>'
            )
            at = f'x="{LABEL + length + 6:.1f}" y="{y + 16}"'
            parts.append(f'<text class="at {kind}" {at}>{escape(figure.words)}</text>')
            y += ROW
    ref = escape(page.ref)
    return Markup(
        f'<svg class="bars" viewBox="0 0 {WIDTH} {y + 4}" role="img" aria-labelledby="{ref}-bars-title {ref}-bars-words">'
        f'<title id="{ref}-bars-title">{escape(page.title)} beside other areas</title>'
        f'<desc id="{ref}-bars-words">{escape(_words(groups))}</desc>{"".join(parts)}</svg>'
    )


Groups = list[tuple[str, list[tuple[str, Figure, str]]]]


def _groups(page: IndicatorPage) -> Groups:
    """The years, each with our own figure first; only years in which ours can be drawn."""
    found: Groups = []
    for year, group in groupby(page.comparison.beside_us, key=lambda each: each.year):
        others = [each for each in group if each.figure.number is not None]
        if others and others[0].ours.is_plain_number:
            found.append((year, [("This area", others[0].ours, "ours"), *map(_row, others)]))
    return found


def _row(other: BesideUs) -> tuple[str, Figure, str]:
    name, _, _ = other.area.partition(",")
    return name, other.figure, "theirs"


def _words(groups: Groups) -> str:
    years = (
        f"{year}: " + ", ".join(f"{name} {figure.words}" for name, figure, _ in rows) + "."
        for year, rows in groups
    )
    return f"Bar chart. {' '.join(years)}"
