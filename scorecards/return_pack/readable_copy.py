"""A readable copy for files that cannot be given back marked, such as CSV: the rows with issues, by line number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from scorecards.period import day_name
from scorecards.return_pack.content import Line, Pack, SentFile, confidential, many
from scorecards.return_pack.marked_file import HEADINGS, WIDTHS, row
from scorecards.workbook.book import Book
from scorecards.workbook.sheet import Column, Sheet, SheetLink, safe

_LONGEST_CELL = 500


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of one sheet of a file as text: the sheet's number and title (empty in a text file), its headings, the
    file's column numbers of the cells, and the cells of the rows that are shown by the file's row or line number."""

    file: SentFile
    number: int
    title: str
    headings: Sequence[str]
    columns: Sequence[int]
    cells: Mapping[int, Sequence[str]]


def readable_copy(pack: Pack, sheets: Sequence[Rows]) -> bytes:
    """A workbook of the rows with an issue of every such file. Each cell is text, so that nothing in it can run."""
    book = Book()
    numbers = {rows.file.number for rows in sheets}
    lines = [line for line in pack.lines if line.file in numbers]
    front = book.sheet("Check results")
    front.line(f"{pack.agency_name}: check results, {pack.month_name}", "title")
    front.line(confidential(pack), "warning")
    front.line(
        f"{many(len(lines), 'issue')}. Behind this sheet stand the rows with an issue, as text, by their line in your file."
    )
    front.line(
        f"Correct them in your own system and send them again, or answer in issues.xlsx by {day_name(pack.deadline)}."
    )
    titles: dict[tuple[int, int | None], str] = {}
    for rows in sheets:
        titles[rows.file.number, rows.number] = _title(rows, {title.casefold() for title in titles.values()})
    names = {rows.file.number: rows.file.name for rows in sheets}
    front.table(
        "check_results",
        [
            Column(heading=heading, width=width)
            for heading, width in (("File", 30), *zip(HEADINGS, WIDTHS, strict=True))
        ],
        [
            [_linked(names[line.file], titles.get((line.file, line.sheet_number))), *row(line)]
            for line in lines
        ],
    )
    for rows in sheets:
        sheet = book.sheet(titles[rows.file.number, rows.number])
        ours = [line for line in lines if (line.file, line.sheet_number) == (rows.file.number, rows.number)]
        _rows(sheet, rows, ours)
    title = f"{pack.agency_name}: check results, {pack.month_name}"
    return book.saved(title=title, dated=pack.deadline, author=pack.partnership)


def _linked(name: str, title: str | None) -> str | SheetLink:
    return SheetLink(words=name, sheet_name=title) if title else name


def _title(rows: Rows, taken: set[str]) -> str:
    """A title that no other sheet has: the file's name, or its sheet's, as far as a workbook can hold it."""
    words = re.sub(r"[^\w .()-]+", " ", rows.title or PurePath(rows.file.name).stem).strip() or "Rows"
    for number in range(1, 1000):
        suffix = f" {number}" if number > 1 else ""
        title = f"{words[: 31 - len(suffix)]}{suffix}"
        if title.casefold() not in {*taken, "check results"}:
            return title
    raise ValueError("a thousand sheets of one name")


def _rows(sheet: Sheet, rows: Rows, lines: Sequence[Line]) -> None:
    """The rows with their line numbers; a wrong cell is filled, bold and commented, and its row says how many."""
    sheet.line(f"Rows with an issue: {rows.file.name}{', ' * bool(rows.title)}{rows.title}", "title")
    sheet.line(
        "This sheet has one table. Wrong cells are filled, framed and have a comment. Cells are text, as they stand in "
        "your file: what is blank here is blank there; (blank) marks one that should not be."
    )
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
    sheet.add_table(
        f"rows_{rows.file.number}_{rows.number}",
        f"A{heads}:{get_column_letter(len(headings))}{last}",
        headings,
    )


def _cell(sheet: Sheet, row_number: int, column: int, words: str, wrong: Sequence[Line]) -> None:
    if not words and not wrong:
        return
    cell = sheet.text(row_number, column, words[:_LONGEST_CELL] or "(blank)", "wrong" if wrong else "text")
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
