"""A trend so small that it says only up, down or level: it stands beside the words that say the rest."""

from itertools import groupby

from markupsafe import Markup

from scorecards.indicator_page import IndicatorPage

WIDTH, HEIGHT, EDGE = 112, 26, 4


def sparkline(page: IndicatorPage) -> Markup:
    """The months' line, broken where they are, with months by themselves and the last point marked. Hidden from readers
    aloud: the row says it."""
    lines = page.months
    numbers = [line.plotted for line in lines if line.plotted is not None]
    if not numbers:
        return Markup("")
    low, high = min(numbers), max(numbers)
    spread = max(high - low, 0.08 * abs(high), 1e-9)
    middle = (low + high) / 2

    def point(place: int, number: float) -> str:
        x = EDGE + (WIDTH - 2 * EDGE) * place / max(len(lines) - 1, 1)
        return f"{x:.0f} {HEIGHT / 2 - (HEIGHT - 2 * EDGE) * (number - middle) / spread:.0f}"

    runs = [
        [point(place, line.plotted) for place, line in run if line.plotted is not None]
        for _, run in groupby(enumerate(lines), key=lambda pair: (pair[1].plotted is None, pair[1].phase))
    ]
    path = "".join(f"M{'L'.join(run)}" for run in runs if len(run) > 1)
    alone = "".join(f"M{run[0]}h0" for run in runs if len(run) == 1)
    lone = f'<path class="lone" d="{alone}"/>' if alone else ""
    dot = f'<path class="dots" d="M{runs[-1][-1]}h0"/>' if runs[-1] else ""
    return Markup(
        f'<svg class="spark" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path class="line" d="{path}"/>{lone}{dot}</svg>'
    )
