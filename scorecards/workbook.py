"""A scorecard as an accessible workbook: values only, one real table a sheet, native charts with words."""

from datetime import datetime, time
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from scorecards.chart.words import chart_title, description
from scorecards.scorecard import Scorecard
from scorecards.sheet import Sheet, Styles
from scorecards.workbook_file import finished
from scorecards.workbook_sheets import sheets


def workbook(content: Scorecard) -> bytes:
    """The bytes of the scorecard's workbook: the same content gives the same bytes."""
    book = Workbook()
    styles = Styles(book)
    writers = sheets(content)
    book.worksheets[0].title = writers[0][0]
    for name, _ in writers[1:]:
        book.create_sheet(name)
    for worksheet, (_, write) in zip(book.worksheets, writers, strict=True):
        write(Sheet(worksheet=worksheet, styles=styles), content)
        _print_setup(worksheet)
    _properties(book, content)
    saved = BytesIO()
    # Not packed here: the last touch unpacks every part again.
    with ZipFile(saved, "w", ZIP_STORED) as parts:
        ExcelWriter(book, parts).save()
    alternatives = [(chart_title(page), description(page)) for page in content.pages if page.has_trend]
    return finished(saved.getvalue(), alternatives, dated=content.provenance.data_to)


def _print_setup(worksheet: Worksheet) -> None:
    worksheet.sheet_view.showGridLines = False
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A3
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True


def _properties(book: Workbook, content: Scorecard) -> None:
    made = content.provenance
    book.properties.title = f"{content.title}, {content.quarter.name}"
    book.properties.subject = content.marking
    book.properties.creator = made.partnership_name
    book.properties.lastModifiedBy = made.partnership_name
    book.properties.description = f"Build {made.build_id}"
    book.properties.language = "en-GB"
    book.properties.created = datetime.combine(made.data_to, time())
