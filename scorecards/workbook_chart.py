"""The native line chart beside an indicator's table of months."""

from openpyxl.chart import LineChart, Reference, Series
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.worksheet.worksheet import Worksheet

from scorecards.chart.scale import scale
from scorecards.chart.words import chart_title
from scorecards.indicator_page import IndicatorPage
from scorecards.sheet import BLUE, number_format

TARGET = "Target"
TARGET_COLOUR, GRID_COLOUR, INK = "801650", "CFD6DC", "3D4348"


def add_chart(
    worksheet: Worksheet,
    page: IndicatorPage,
    *,
    header_row: int,
    plotted: int,
    target: int | None,
    anchor: str,
) -> None:
    """Draws the months below `header_row`; `plotted` and `target` are the columns of the numbers."""
    rows = (header_row, header_row + len(page.months))
    chart = LineChart()
    chart.width, chart.height = 25, 12
    chart.dispBlanksAs = "gap"
    chart.roundedCorners = False
    chart.title = _title(chart_title(page), size=1300, is_bold=True)
    chart.append(_series(worksheet, plotted, rows, BLUE, page.unit_words))
    if target is not None:
        chart.append(_series(worksheet, target, rows, TARGET_COLOUR, TARGET))
    chart.set_categories(Reference(worksheet, min_col=1, min_row=rows[0] + 1, max_row=rows[1]))
    _axes(chart, page)
    if target is None:
        chart.legend = None
    else:
        chart.legend.position = "b"
    worksheet.add_chart(chart, anchor)


def _series(worksheet: Worksheet, column: int, rows: tuple[int, int], colour: str, name: str) -> ChartSeries:
    has_marks = name != TARGET
    values = Reference(worksheet, min_col=column, min_row=rows[0] + 1, max_row=rows[1])
    series = Series(values, title=name)
    series.smooth = False
    series.graphicalProperties.line = LineProperties(
        solidFill=colour, w=25400 if has_marks else 19050, prstDash=None if has_marks else "dash"
    )
    series.marker.symbol = "circle" if has_marks else "none"
    if has_marks:
        series.marker.size = 6
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.marker.graphicalProperties.line.solidFill = colour
    return series


def _axes(chart: LineChart, page: IndicatorPage) -> None:
    drawn = scale(page)
    # openpyxl leaves both axes out of sight unless told otherwise.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = drawn.low, drawn.high
    chart.y_axis.majorUnit = drawn.step
    places = 0 if float(drawn.step).is_integer() else 1
    chart.y_axis.number_format = number_format(places, page.unit)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID_COLOUR, w=9525))
    chart.y_axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.spPr = GraphicalProperties(ln=LineProperties(solidFill="6F7377", w=9525))
    chart.x_axis.tickLblSkip = 3 if len(page.months) > 12 else 1
    chart.x_axis.tickMarkSkip = 1
    chart.x_axis.noMultiLvlLbl = True
    starts = f" (axis starts at {drawn.low:g})" if drawn.low > 0 else ""
    chart.y_axis.title = _title(f"{page.unit_words}{starts}", size=1000, is_bold=False)
    chart.x_axis.txPr = chart.y_axis.txPr = _text(1000)


def _properties(size: int, *, is_bold: bool) -> CharacterProperties:
    return CharacterProperties(sz=size, b=is_bold, solidFill=INK, latin=Font(typeface="Arial"))


def _text(size: int) -> RichText:
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=_properties(size, is_bold=False)), endParaRPr=CharacterProperties()
    )
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _title(words: str, *, size: int, is_bold: bool) -> Title:
    properties = _properties(size, is_bold=is_bold)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=properties), r=[RegularTextRun(rPr=properties, t=words)]
    )
    text = Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph]))
    return Title(tx=text, overlay=False)
