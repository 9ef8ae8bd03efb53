"""A trend so small that it says only up, down or level: it stands beside the words that say the rest."""

from markupsafe import Markup

from scorecards.indicator_page import IndicatorPage
from scorecards.month_line import COMMON_MARK

WIDTH, HEIGHT, EDGE = 112, 26, 4
CLASSES = {COMMON_MARK: "dots", "neutral_high": "changed", "neutral_low": "changed"}


def sparkline(page: IndicatorPage) -> Markup:
    """The months' line, broken where they are, with the last point marked. Hidden from readers aloud: the row says it."""
    lines = page.months
    numbers = [line.plotted for line in lines if line.plotted is not None]
    if not numbers:
        return Markup("")
    low, high = min(numbers), max(numbers)
    spread = max(high - low, 0.08 * abs(high), 1e-9)
    middle = (low + high) / 2
    path, before = "", None
    x = y = 0.0
    for place, line in enumerate(lines):
        if line.plotted is not None:
            x = EDGE + (WIDTH - 2 * EDGE) * place / max(len(lines) - 1, 1)
            y = HEIGHT / 2 - (HEIGHT - 2 * EDGE) * (line.plotted - middle) / spread
            joins = before is not None and before.plotted is not None and before.phase == line.phase
            path += f"{'L' if joins else 'M'}{x:.0f} {y:.0f}"
        before = line
    last = lines[-1]
    dot = f'<path class="dots" d="M{x:.0f} {y:.0f}h0"/>' if last.plotted is not None else ""
    return Markup(
        f'<svg class="spark" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path class="line" d="{path}"/>{dot}</svg>'
    )
