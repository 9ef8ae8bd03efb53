"""Every workbook that is written here: its sheets one after the other, how it prints, its properties, how it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from scorecards.provenance import Provenance
from scorecards.workbook.finishing import finished
from scorecards.workbook.sheet import Sheet
from scorecards.workbook.style import Styles


@dataclass
class Book:
    """A workbook in the making."""

    workbook: Workbook = field(default_factory=Workbook)
    sheets: list[Sheet] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)

    def sheet(self, name: str) -> Sheet:
        """The next sheet. It prints landscape on A3, as wide as a page."""
        worksheet = self.workbook.create_sheet(name) if self.sheets else self.workbook.worksheets[0]
        worksheet.title = name
        worksheet.sheet_view.showGridLines = False
        worksheet.page_setup.orientation = "landscape"
        worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A3
        worksheet.page_setup.fitToHeight = 0
        worksheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheets.append(Sheet(worksheet=worksheet, styles=self.styles))
        return self.sheets[-1]

    def of_figures(
        self,
        *,
        title: str,
        marking: str,
        provenance: Provenance,
        alternatives: Sequence[tuple[str, str]] = (),
    ) -> bytes:
        """The bytes of a workbook of a build's figures."""
        return self.saved(
            title=title,
            author=provenance.partnership_name,
            dated=provenance.data_to,
            marking=marking,
            build_id=provenance.build_id,
            alternatives=alternatives,
        )

    def saved(
        self,
        *,
        title: str,
        dated: date,
        author: str = "",
        marking: str = "",
        build_id: str = "",
        alternatives: Sequence[tuple[str, str]] = (),
    ) -> bytes:
        """The bytes: the same content gives the same bytes. `alternatives` are a title and a description for each chart."""
        properties = self.workbook.properties
        properties.title, properties.language = title, "en-GB"
        properties.created = datetime.combine(dated, time())
        if author:
            properties.creator = properties.lastModifiedBy = author
        if marking:
            properties.subject = marking
        if build_id:
            properties.description = f"Build {build_id}"
        written = BytesIO()
        # Not packed here: the last touch unpacks every part again.
        with ZipFile(written, "w", ZIP_STORED) as parts:
            _InMemory(self.workbook, parts).save()
        return finished(written.getvalue(), alternatives, dated=dated)


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """Writes each sheet where it belongs: openpyxl would put it into a folder for temporary files first, where it stays
    when the process is killed."""

    def write_worksheet(self, ws: Worksheet) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = WorksheetWriter(ws, out=BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)
