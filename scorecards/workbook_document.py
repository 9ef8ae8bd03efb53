"""What every workbook that goes out shares: how it prints, what its properties say, and how it is saved."""

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from scorecards.provenance import Provenance
from scorecards.workbook_file import finished


def saved(
    book: Workbook,
    *,
    title: str,
    marking: str,
    provenance: Provenance,
    alternatives: list[tuple[str, str]] | None = None,
) -> bytes:
    """The bytes of a workbook of figures. `alternatives` are a title and a description for each chart in turn."""
    return document(
        book,
        title=title,
        marking=marking,
        partnership_name=provenance.partnership_name,
        build_id=provenance.build_id,
        dated=provenance.data_to,
        alternatives=alternatives,
    )


def document(
    book: Workbook,
    *,
    title: str,
    marking: str,
    partnership_name: str,
    build_id: str,
    dated: date,
    alternatives: list[tuple[str, str]] | None = None,
) -> bytes:
    """The bytes of a workbook: the same content gives the same bytes. Sheets print landscape on A3, as wide as a page."""
    for worksheet in book.worksheets:
        worksheet.sheet_view.showGridLines = False
        worksheet.page_setup.orientation = "landscape"
        worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A3
        worksheet.page_setup.fitToHeight = 0
        worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.properties.title = title
    book.properties.subject = marking
    book.properties.creator = book.properties.lastModifiedBy = partnership_name
    book.properties.description = f"Build {build_id}"
    book.properties.language = "en-GB"
    book.properties.created = datetime.combine(dated, time())
    written = BytesIO()
    # Not packed here: the last touch unpacks every part again.
    with ZipFile(written, "w", ZIP_STORED) as parts:
        _InMemory(book, parts).save()
    return finished(written.getvalue(), alternatives or [], dated=dated)


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
