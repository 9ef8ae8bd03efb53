"""The native chart beside an indicator's table of months.

A scatter chart with lines, because each stretch of a line can then be a series of its own over just the cells it shows:
lines break at a change of phase and where there is no sound figure, and no column of blanks has to be kept for them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from scorecards.chart.scale import scale
from scorecards.chart.trend import CLASSES, MARK_WORDS, dots_words
from scorecards.chart.words import chart_title
from scorecards.indicator_page import MOST_DRAWN, IndicatorPage
from scorecards.month_line import COMMON_MARK
from scorecards.period import Month
from scorecards.workbook.chart_looks import chart_text, chart_title_of, line_of, mark_of, undrawn, unmarked
from scorecards.workbook.names import sheet_name
from scorecards.workbook.style import BLUE, MONTH_FORMAT, number_format

Stretch = tuple[int, int]
GRID_COLOUR = "CFD6DC"
MARKS = {
    COMMON_MARK: ("circle", 5, BLUE),
    "improvement": ("square", 9, "005EB8"),
    "concern": ("triangle", 10, "B8560A"),
    "neutral_high": ("diamond", 10, "490092"),
    "neutral_low": ("diamond", 10, "490092"),
}
# Column of the table, name in the legend, colour, width, dash.
LINES = (
    ("Mean", "Mean", "3D4348", 12700, None),
    ("Lower limit", "Limits of what chance explains", "6F7377", 15875, "dash"),
    ("Upper limit", "Limits of what chance explains", "6F7377", 15875, "dash"),
    ("Target", "Target", "801650", 19050, "lgDashDot"),
)
EPOCH = date(1899, 12, 30)
QUARTER_DAYS = 91.3125


def add_chart(
    worksheet: Worksheet, page: IndicatorPage, *, header_row: int, headings: tuple[str, ...]
) -> None:
    """Draws the months below `header_row`; `headings` are those of the table's columns."""
    chart = _chart(page, header_row, headings)
    worksheet.add_chart(chart, f"{get_column_letter(len(headings) + 2)}{header_row}")


@lru_cache(MOST_DRAWN)
def _chart(page: IndicatorPage, header_row: int, headings: tuple[str, ...]) -> ScatterChart:
    """The chart of a page at such a place: the same to all who are shown the same of the indicator, so made once."""
    places = {name: place for place, name in enumerate(headings, start=1)}
    chart = ScatterChart()
    chart.style = None
    chart.scatterStyle = "lineMarker"
    chart.width, chart.height = 26, 13
    chart.roundedCorners = False
    chart.title = chart_title_of(chart_title(page), size=1300, is_bold=True)
    names: list[str] = []
    first = header_row + 1
    for stretch in _stretches([(line.plotted is not None, line.phase) for line in page.months]):
        chart.append(_series(page, stretch, 2, first, page.unit_words, line_of(BLUE, 25400, None)))
        names.append(page.unit_words)
    for heading, name, colour, width, dash in LINES:
        if heading in places:
            for stretch in _stretches(_drawn(page, heading)):
                look = line_of(colour, width, dash)
                chart.append(_series(page, stretch, places[heading], first, name, look))
                names.append(name)
    marks = {"dots": dots_words(page), **MARK_WORDS}
    for stretch, mark in _marked(page):
        name = marks[CLASSES.get(mark, mark)]
        chart.append(_series(page, stretch, 2, first, name, undrawn(), mark_of(*MARKS[mark])))
        names.append(name)
    _axes(chart, page)
    chart.legend.position = "b"
    chart.legend.legendEntry = [
        LegendEntry(idx=place, delete=True) for place, name in enumerate(names) if name in names[:place]
    ]
    # openpyxl would make the same XML again for every workbook.
    written = chart._write()
    chart._write = lambda: written
    return chart


def _drawn(page: IndicatorPage, heading: str) -> list[tuple[bool, int]]:
    """Of each month whether the line of a heading reaches it, and its phase."""
    if heading == "Target":
        return [(True, 0) for _ in page.months]
    return [(line.mean is not None and line.lower is not None, line.phase) for line in page.months]


def _stretches(months: list[tuple[bool, int]]) -> Iterator[Stretch]:
    """First and last place of each unbroken run of months of one phase that can be drawn."""
    for (is_drawn, _), run in groupby(enumerate(months), key=lambda pair: pair[1]):
        places = [place for place, _ in run]
        if is_drawn:
            yield places[0], places[-1]


def _series(
    page: IndicatorPage,
    stretch: Stretch,
    column: int,
    first: int,
    name: str,
    line: GraphicalProperties,
    marker: Marker | None = None,
) -> ChartSeries:
    top, bottom = first + stretch[0], first + stretch[1]
    of_values, of_months = (
        Reference(range_string=f"{quote_sheetname(sheet_name(page))}!${letter}${top}:${letter}${bottom}")
        for letter in (get_column_letter(column), "A")
    )
    series = Series(of_values, of_months, title=name)
    series.smooth = False
    series.graphicalProperties = line
    series.marker = marker or unmarked()
    return series


def _marked(page: IndicatorPage) -> Iterator[tuple[Stretch, str]]:
    """The runs of months that have a figure, each with the one mark of all of them.

    Marks are series by themselves: programs do not agree on which of two series lies on top of the other.
    """
    for (is_drawn, mark), run in groupby(
        enumerate(page.months), key=lambda pair: (pair[1].plotted is not None, pair[1].mark)
    ):
        places = [place for place, _ in run]
        if is_drawn:
            yield (places[0], places[-1]), mark


def _axes(chart: ScatterChart, page: IndicatorPage) -> None:
    drawn = scale(page)
    # openpyxl leaves both axes out of sight unless told otherwise.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = drawn.low, drawn.high
    chart.y_axis.majorUnit = drawn.step
    places = 0 if float(drawn.step).is_integer() else 1
    chart.y_axis.number_format = number_format(places, page.unit)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID_COLOUR, w=9525))
    chart.y_axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    starts = f" (axis starts at {drawn.low:g})" if drawn.low > 0 else ""
    chart.y_axis.title = chart_title_of(f"{page.unit_words}{starts}", size=1000, is_bold=False)
    chart.x_axis.majorGridlines = None
    chart.x_axis.number_format = MONTH_FORMAT
    chart.x_axis.spPr = GraphicalProperties(ln=LineProperties(solidFill="6F7377", w=9525))
    # Three months are not always as many days: a few days into a month every tick stays in its own.
    last = Month.of(page.months[-1].month.last_day)
    ticks = len(page.months) if page.step == "quarter" else (len(page.months) + 2) // 3
    chart.x_axis.scaling.min = _serial(last.plus(-3 * ticks).first_day + timedelta(days=3))
    chart.x_axis.scaling.max = _serial(last.plus(1).first_day)
    chart.x_axis.majorUnit = QUARTER_DAYS
    chart.x_axis.txPr = chart.y_axis.txPr = chart_text(1000)


def _serial(day: date) -> int:
    """The day as a workbook counts it."""
    return (day - EPOCH).days
