"""Figures entered by hand."""

from schemas.manual_figure import ManualFigure
from sources.source import Source

SOURCE = Source(table=ManualFigure, delivery="snapshot")
