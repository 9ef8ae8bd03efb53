"""Writing one worksheet: styled text that can never be a formula, numbers, real Excel tables, links."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from scorecards.figure import NOT_APPLIED, Figure
from scorecards.workbook.style import HEIGHTS, MONTH_FORMAT, Styles, number_format, word_style

NOT_ALLOWED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Text that a spreadsheet or a careless import could run.
RISKY_STARTS = ("=", "+", "-", "@")
REVISED_FIGURES = "Revised figures"
"""The sheet to which the mark [r] of a number leads."""
LINE_CHARACTERS = 165


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table."""

    heading: str
    width: float
    is_number: bool = False
    style: str = "text"
    is_judged: bool = False
    """Whether its words are filled with the colour that goes with them."""


@dataclass
class Sheet:
    """A worksheet that is written from the top down: lines, then one table."""

    worksheet: Worksheet
    styles: Styles
    row: int = 0

    def text(self, row: int, column: int, words: str, style: str) -> Cell:
        """Writes text as text, whatever it begins with."""
        cell = self.worksheet.cell(row, column)
        # Not through `value`, which makes a formula of whatever begins with an equals sign.
        cell._value = safe(words)
        cell.data_type = "s"
        self.styles.apply(cell, style, is_quoted=words.startswith(RISKY_STARTS))
        return cell

    def line(self, words: str, style: str = "line") -> None:
        """One line above the table."""
        self.row += 1
        self.text(self.row, 1, words, style)
        self.worksheet.row_dimensions[self.row].height = HEIGHTS.get(style, 17)

    def figure(self, row: int, column: int, shown: Figure, style: str = "number") -> None:
        """A rounded number with its format, or its shorthand."""
        if not shown.is_plain_number or shown.number is None:
            self.text(row, column, shown.words, f"{style}_words")
            return
        cell = self.worksheet.cell(row, column)
        cell.value = float(shown.number) if shown.places else int(shown.number)
        self.styles.apply(cell, style, number_format(shown.places, shown.unit, shown.mark_words))
        if shown.is_revised:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{REVISED_FIGURES}'!A1")

    def line_link(self, words: str, sheet_name: str) -> None:
        """A line that leads to another sheet."""
        self.row += 1
        self.link(self.row, 1, words, sheet_name, style="line_link")
        self.worksheet.row_dimensions[self.row].height = 24

    def link(self, row: int, column: int, words: str, sheet_name: str, *, style: str = "link") -> None:
        cell = self.text(row, column, words, style)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet_name}'!A1", display=words)

    def table(self, name: str, columns: list[Column], rows: list[list[Any]]) -> int:
        """The sheet's one table, below the lines; returns the row of its header."""
        top = self.row + 1
        # A table without a row is one that Excel repairs.
        rows = rows or [["None", *[NOT_APPLIED] * (len(columns) - 1)]]
        for place, column in enumerate(columns, start=1):
            self.text(top, place, column.heading, "number_header" if column.is_number else "header")
            self.worksheet.column_dimensions[get_column_letter(place)].width = column.width
        self.worksheet.row_dimensions[top].height = (
            16 * max(line_count(each.heading, each.width - 2) for each in columns) + 4
        )
        for row_number, row in enumerate(rows, start=top + 1):
            self._table_row(row_number, columns, row)
        self.row = top + len(rows)
        last = f"{get_column_letter(len(columns))}{self.row}"
        self.add_table(name, f"A{top}:{last}", [column.heading for column in columns])
        return top

    def _table_row(self, row_number: int, columns: list[Column], row: list[Any]) -> None:
        height = 1
        for place, (column, content) in enumerate(zip(columns, row, strict=True), start=1):
            if isinstance(content, Figure):
                self.figure(row_number, place, content, column.style if column.style == "now" else "number")
                height = max(height, line_count(content.words, column.width))
            elif isinstance(content, int):
                cell = self.worksheet.cell(row_number, place, content)
                self.styles.apply(cell, "number", "#,##0")
            elif isinstance(content, date):
                self.styles.apply(self.worksheet.cell(row_number, place, content), "month", MONTH_FORMAT)
            elif isinstance(content, SheetLink):
                self.link(row_number, place, content.words, content.sheet_name)
            elif content is not None:
                style = "number_words" if column.is_number else column.style
                if column.is_judged:
                    style = word_style(content) or style
                self.text(row_number, place, content, style)
                height = max(height, line_count(content, column.width))
        self.worksheet.row_dimensions[row_number].height = 15 * height + 5

    def add_table(self, name: str, place: str, headings: list[str]) -> None:
        """Makes a real table of cells that are written already, `place` such as `A4:F90`, without filter buttons."""
        table = Table(displayName=name, name=name, ref=place)
        self.worksheet.add_table(table)
        # openpyxl puts filter buttons on every table unless its columns are there before it saves.
        table._initialise_columns()
        for table_column, heading in zip(table.tableColumns, headings, strict=True):
            table_column.name = heading
        table.autoFilter = None


@dataclass(frozen=True, kw_only=True)
class SheetLink:
    """Words that lead to another sheet."""

    words: str
    sheet_name: str


def safe(words: str) -> str:
    """The words without the characters that no workbook can hold."""
    return NOT_ALLOWED.sub("", words)


def line_count(words: str, width: float) -> int:
    """How many lines the words take in a column so wide."""
    lines, used = 1, 0
    for word in words.split():
        if used and used + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + 1
    return lines
