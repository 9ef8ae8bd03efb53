"""A readable copy for files that cannot be given back marked, such as CSV: the rows with issues, by line number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from scorecards.period import day_name
from scorecards.return_pack.content import Line, Pack, SentFile, confidential, many
from scorecards.return_pack.marked_file import HEADINGS, WIDTHS, row
from scorecards.sheet import Column, Sheet, Styles, safe
from scorecards.workbook_file import finished

_LONGEST_CELL = 500


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of one sheet as text: its number and title (empty in a text file), its headings, the file's column numbers
    of the cells, and the cells of the rows that are shown by the file's row or line number."""

    number: int
    title: str
    headings: Sequence[str]
    columns: Sequence[int]
    cells: Mapping[int, Sequence[str]]


def readable_copy(pack: Pack, file: SentFile, sheets: Sequence[Rows]) -> bytes:
    """A workbook of the file's rows with an issue. Every cell is text, so that nothing in it can run."""
    book = Workbook()
    styles = Styles(book)
    lines = pack.of_file(file.number)
    front = Sheet(worksheet=book.worksheets[0], styles=styles)
    front.worksheet.title = "Check results"
    front.line(f"Check results: {file.name}", "title")
    front.line(confidential(pack), "warning")
    front.line(
        f"{many(len(lines), 'issue')}. Behind this sheet stand the rows with an issue, as text, by their line in your file."
    )
    front.line(
        f"Correct them in your own system and send them again, or answer in issues.xlsx by {day_name(pack.deadline)}."
    )
    widths = zip(HEADINGS, WIDTHS, strict=True)
    front.table(
        "check_results",
        [Column(heading=heading, width=width) for heading, width in widths],
        [list(row(line)) for line in lines],
    )
    for place, rows in enumerate(sheets, start=1):
        title = "Rows" if len(sheets) == 1 else f"Rows {place}"
        sheet = Sheet(worksheet=book.create_sheet(title), styles=styles)
        _rows(sheet, rows, [line for line in lines if line.sheet_number == rows.number])
    for worksheet in book.worksheets:
        worksheet.sheet_view.showGridLines = False
        worksheet.page_setup.orientation = "landscape"
        worksheet.page_setup.fitToHeight = 0
        worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.properties.title = f"Check results: {file.name}"
    book.properties.creator = book.properties.lastModifiedBy = pack.partnership
    book.properties.language = "en-GB"
    book.properties.created = datetime.combine(pack.deadline, time())
    saved = BytesIO()
    book.save(saved)
    return finished(saved.getvalue(), [], dated=pack.deadline)


def _rows(sheet: Sheet, rows: Rows, lines: Sequence[Line]) -> None:
    """The rows with their line numbers; a wrong cell is filled, bold and commented, and its row says how many."""
    sheet.line(f"Rows with an issue: {rows.title}" if rows.title else "Lines with an issue", "title")
    sheet.line("Wrong cells are filled, bold and have a comment. Cells are text, as they stand in your file.")
    heads = sheet.row + 1
    headings = _distinct(["Line" if not rows.title else "Row", "Issues", *rows.headings])
    for place, heading in enumerate(headings, start=1):
        sheet.text(heads, place, heading, "header")
        sheet.worksheet.column_dimensions[get_column_letter(place)].width = min(max(len(heading) + 4, 12), 34)
    wrong: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.row is not None:
            wrong.setdefault((line.row, line.column_number or 0), []).append(line)
    for place, (number, cells) in enumerate(sorted(rows.cells.items()), start=heads + 1):
        of_row = sum(len(found) for (row_number, _), found in wrong.items() if row_number == number)
        sheet.text(place, 1, str(number), "text")
        sheet.text(place, 2, many(of_row, "issue"), "text")
        for column, (column_number, cell) in enumerate(zip(rows.columns, cells, strict=False), start=3):
            _cell(sheet, place, column, cell, wrong.get((number, column_number), []))
    last = heads + max(len(rows.cells), 1)
    sheet.add_table(f"rows_{rows.number}", f"A{heads}:{get_column_letter(len(headings))}{last}", headings)


def _cell(sheet: Sheet, row_number: int, column: int, words: str, wrong: Sequence[Line]) -> None:
    if not words and not wrong:
        return
    cell = sheet.text(row_number, column, words[:_LONGEST_CELL], "wrong" if wrong else "text")
    if wrong:
        said = "\n\n".join(
            f"{line.severity_words} ({line.rule})\n{line.message}\n{line.remedy}" for line in wrong
        )
        cell.comment = Comment(safe(said), "Data checks", width=320, height=150)


def _distinct(headings: Sequence[str]) -> list[str]:
    """Headings that a table can have: none empty, none twice whatever its case."""
    found: list[str] = []
    for number, heading in enumerate(headings, start=1):
        words = safe(heading).strip() or f"Column {number}"
        taken = {each.casefold() for each in found}
        again = (f"{words} ({count})" for count in range(2, len(headings) + 2))
        found.append(
            words
            if words.casefold() not in taken
            else next(each for each in again if each.casefold() not in taken)
        )
    return found
