"""The numbers of a trend as a table, a row a month or a quarter: the same on the page and in the workbook."""

from scorecards.chart.words import STATE_WORDS, break_words
from scorecards.figure import Figure
from scorecards.indicator_page import IndicatorPage
from scorecards.value import OK

MONTH, QUARTER, SIGNAL, NOTE = "Month", "Quarter ending", "Signal", "Note"
BREAK_MARK = "[b]"
Heading = tuple[str, bool]


def month_headings(page: IndicatorPage) -> list[Heading]:
    """The headings, each with whether its column holds numbers."""
    numbers = [page.unit_words]
    numbers += ["Numerator", "Denominator"] if page.has_denominator else []
    numbers += ["Mean", "Lower limit", "Upper limit"] if _has_limits(page) else []
    numbers += ["Target"] if _has_target(page) else []
    words = [SIGNAL] if _has_limits(page) else []
    words += [NOTE] if _has_notes(page) else []
    period = QUARTER if page.step == "quarter" else MONTH
    return [(period, False), *((name, True) for name in numbers), *((name, False) for name in words)]


def month_rows(page: IndicatorPage) -> list[list[Figure | str]]:
    """A row a month; the first cell names it."""
    rows: list[list[Figure | str]] = []
    phase = 0
    for line in page.months:
        cells: list[Figure | str] = [line.month.short_name, line.figure]
        cells += [line.numerator, line.denominator] if page.has_denominator else []
        cells += [line.mean_figure, line.lower_figure, line.upper_figure] if _has_limits(page) else []
        cells += [page.comparison.target] if _has_target(page) else []
        cells += [line.signal] if _has_limits(page) else []
        note = STATE_WORDS.get(line.state, "shown").capitalize()
        cells += (
            [f"{note}. {break_words(page, line)} {BREAK_MARK}" if line.phase != phase else note]
            if _has_notes(page)
            else []
        )
        rows.append(cells)
        phase = line.phase
    return rows


def _has_notes(page: IndicatorPage) -> bool:
    """Whether there is more to say of any month than that it is shown."""
    return any(line.state != OK or line.phase for line in page.months)


def _has_limits(page: IndicatorPage) -> bool:
    return any(line.mean is not None for line in page.months)


def _has_target(page: IndicatorPage) -> bool:
    return page.comparison.target.number is not None
