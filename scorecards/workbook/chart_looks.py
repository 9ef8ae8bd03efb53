"""How lines, marks and words of a workbook's charts look.

Each look is made once and shared by all the charts that have it: openpyxl takes longer over looks than over the rest.
"""

from functools import cache

from openpyxl.chart.marker import Marker
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

INK = "3D4348"


@cache
def line_of(colour: str, width: int, dash: str | None) -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(solidFill=colour, w=width, prstDash=dash))


@cache
def undrawn() -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(noFill=True))


@cache
def unmarked() -> Marker:
    return Marker(symbol="none")


@cache
def mark_of(symbol: str, size: int, colour: str) -> Marker:
    marker = Marker(symbol=symbol, size=size, spPr=GraphicalProperties(solidFill=colour))
    marker.graphicalProperties.line.solidFill = colour
    return marker


@cache
def _properties(size: int, *, is_bold: bool) -> CharacterProperties:
    return CharacterProperties(sz=size, b=is_bold, solidFill=INK, latin=Font(typeface="Arial"))


@cache
def chart_text(size: int) -> RichText:
    """The look of an axis' words."""
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=_properties(size, is_bold=False)), endParaRPr=CharacterProperties()
    )
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def chart_title_of(words: str, *, size: int, is_bold: bool) -> Title:
    """Words as the title of a chart or of an axis."""
    properties = _properties(size, is_bold=is_bold)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=properties), r=[RegularTextRun(rPr=properties, t=words)]
    )
    text = Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph]))
    return Title(tx=text, overlay=False)
