"""The sheet of an indicator with its funnel plot: a native scatter over the cells of its table and over nothing else."""

import math
from collections.abc import Callable

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from scorecards.chart.funnel import chart_title, description
from scorecards.chart.scale import round_step
from scorecards.figure import NOT_APPLIED, number_figure
from scorecards.region.content import RegionScorecard
from scorecards.region.indicator import RegionIndicator
from scorecards.region.printed import WINDOWS
from scorecards.region.view import AuthorityLine, View
from scorecards.region.workbook_tables import title
from scorecards.workbook.chart_looks import chart_text, chart_title_of
from scorecards.workbook.names import opening, sheet_name
from scorecards.workbook.sheet import Column, Sheet
from scorecards.workbook.style import BLUE, number_format

CHART_COLUMNS = ("Lower 99.8%", "Lower 95%", "All together", "Upper 95%", "Upper 99.8%")
SIZE, VALUE, FIRST_LIMIT = 2, 3, 4
# Name in the legend, colour and dash of each line.
LOOKS = (
    ("99.8% limits", "3D4348", "sysDot"),
    ("95% limits", "6F7377", "dash"),
    ("All together", BLUE, None),
    ("95% limits", "6F7377", "dash"),
    ("99.8% limits", "3D4348", "sysDot"),
)


def in_order(view: View) -> list[AuthorityLine]:
    """The plotted authorities by size, then the others by name."""
    assert view.funnel is not None
    lines = {line.code: line for line in view.lines}
    plotted = [lines[point.code] for point in view.funnel.points]
    return [*plotted, *(line for line in view.lines if line not in plotted)]


def limits_of(view: View, lines: list[AuthorityLine]) -> list[list[object]]:
    """The five columns of limits of each line, at its own size; not applicable for those that are not plotted."""
    assert view.funnel is not None
    found: list[list[object]] = []
    for limits in view.funnel.limits([point.size for point in view.funnel.points]):
        numbers = (
            limits.lower_998,
            limits.lower_95,
            view.funnel.middle_value,
            limits.upper_95,
            limits.upper_998,
        )
        found.append([number_figure(number, view.unit) for number in numbers])
    return found + [[NOT_APPLIED] * len(CHART_COLUMNS) for _ in lines[len(found) :]]


def funnel_sheet(indicator: RegionIndicator) -> Callable[[Sheet, RegionScorecard], None]:
    """The sheet of an indicator with its funnel plot; the authorities by size, those that are not plotted last."""

    def write(sheet: Sheet, content: RegionScorecard) -> None:
        view = indicator.quarter
        opening(
            sheet, content, title(content, f"{indicator.ref} {indicator.title}"),
            f"Region: {indicator.shown(WINDOWS[0]).words}, {indicator.coverage}. Good is: {indicator.page.good_is}.",
            description(indicator, view),
            holds="one table and one chart, which shows the same figures",
        )  # fmt: skip
        columns = [
            Column(heading="Authority", width=26),
            Column(heading="Denominator", width=14, is_number=True),
            Column(heading="This quarter", width=14, is_number=True, style="now"),
            *(Column(heading=name, width=14, is_number=True) for name in CHART_COLUMNS),
            Column(heading="Numerator", width=13, is_number=True),
            Column(heading="Rank", width=16),
            Column(heading="Quarter of the ranking", width=14),
            Column(heading="Against the limits", width=32),
        ]
        lines = in_order(view)
        rows = [_row(line, limits) for line, limits in zip(lines, limits_of(view, lines), strict=True)]
        header = sheet.table(f"funnel_{sheet_name(indicator.page).replace('-', '_')}", columns, rows)
        add_funnel(sheet.worksheet, indicator, lines, header_row=header)

    return write


def _row(line: AuthorityLine, limits: list[object]) -> list[object]:
    return [
        line.name,
        line.denominator,
        line.figure,
        *limits,
        line.numerator,
        line.rank,
        line.quarter,
        line.against,
    ]


def add_funnel(
    worksheet: Worksheet, indicator: RegionIndicator, lines: list[AuthorityLine], *, header_row: int
) -> None:
    """Draws the plotted rows below `header_row`."""
    view = indicator.quarter
    assert view.funnel is not None
    first, last = header_row + 1, header_row + len(view.funnel.points)
    chart = ScatterChart()
    chart.style = None
    chart.scatterStyle = "lineMarker"
    chart.width, chart.height = 26, 13
    chart.roundedCorners = False
    chart.title = chart_title_of(chart_title(indicator, view), size=1300, is_bold=True)
    sizes = Reference(worksheet, min_col=SIZE, min_row=first, max_row=last)
    for place, (name, colour, dash) in enumerate(LOOKS):
        column = Reference(worksheet, min_col=FIRST_LIMIT + place, min_row=first, max_row=last)
        series = Series(column, sizes, title=name)
        series.smooth = False
        series.marker = Marker(symbol="none")
        series.graphicalProperties.line = LineProperties(solidFill=colour, w=15875, prstDash=dash)
        chart.append(series)
    for name, symbol, size, wanted in (
        ("Inside the limits", "circle", 8, 0), ("Beyond a 95% limit", "triangle", 11, 1), ("Beyond a 99.8% limit", "square", 10, 2),
    ):  # fmt: skip
        for row, line in enumerate(lines[: last - first + 1], start=first):
            if abs(line.place or 0) == wanted:
                at = {"min_row": row, "max_row": row}
                series = Series(
                    Reference(worksheet, min_col=VALUE, **at),
                    Reference(worksheet, min_col=SIZE, **at),
                    title=name,
                )
                series.graphicalProperties.line = LineProperties(noFill=True)
                colour = BLUE if not wanted else "490092"
                series.marker = Marker(symbol=symbol, size=size, spPr=GraphicalProperties(solidFill=colour))
                series.marker.graphicalProperties.line.solidFill = colour
                chart.append(series)
    _axes(chart, indicator)
    _legend(chart)
    chart.layout = Layout(
        manualLayout=ManualLayout(
            x=0.07, y=0.1, w=0.9, h=0.68, layoutTarget="inner", xMode="edge", yMode="edge"
        )
    )
    worksheet.add_chart(chart, f"A{header_row + len(lines) + 2}")


def _axes(chart: ScatterChart, indicator: RegionIndicator) -> None:
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.majorGridlines = None
    chart.x_axis.number_format = "#,##0"
    chart.x_axis.scaling.min = 0
    chart.y_axis.title = chart_title_of(indicator.unit_words, size=1000, is_bold=False)
    chart.x_axis.title = chart_title_of("Denominator of the authority", size=1000, is_bold=False)
    low, high, step = _room(indicator)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = low, high, step
    chart.y_axis.number_format = number_format(0 if step.is_integer() else 1, indicator.unit)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="CFD6DC", w=9525))
    chart.x_axis.spPr = GraphicalProperties(ln=LineProperties(solidFill="6F7377", w=9525))
    chart.x_axis.txPr = chart.y_axis.txPr = chart_text(1000)
    # The axis of sizes stays at the bottom where the other does not begin at nought.
    chart.y_axis.crosses, chart.x_axis.crosses = "min", "min"


def _room(indicator: RegionIndicator) -> tuple[float, float, float]:
    """A round scale around everything that is drawn: from, to and step."""
    made = indicator.quarter.funnel
    assert made is not None
    limits = made.limits([point.size for point in made.points])
    numbers = [made.value(point) for point in made.points]
    low, high = (
        min(*numbers, *(each.lower_998 for each in limits)),
        max(*numbers, *(each.upper_998 for each in limits)),
    )
    step = round_step(max(high - low, 1.0), whole=False)
    return step * math.floor(low / step), step * math.ceil(high / step), step


def _legend(chart: ScatterChart) -> None:
    from openpyxl.chart.legend import LegendEntry

    chart.legend.position = "b"
    names = [series.tx.v for series in chart.series]
    chart.legend.legendEntry = [
        LegendEntry(idx=place, delete=True) for place, name in enumerate(names) if name in names[:place]
    ]
