"""Workbooks of every kind to sheets of text: one quick reader for the values, and a census of what it shows as blank."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import NoneType
from typing import Any

from sources.preflight.binary_workbook import binary_census
from sources.preflight.census import SheetCensus
from sources.preflight.legacy import Container, OldWorkbook
from sources.preflight.open_document import open_document
from sources.preflight.package import package
from sources.preflight.password import opened
from sources.preflight.refusal import UnreadableFile
from sources.preflight.remark import (
    DATES_FROM_1904,
    ERRORS_UNTOLD,
    EXTERNAL_LINKS,
    FALSE_DIMENSION,
    FILTERED,
    HIDDEN_COLUMNS,
    HIDDEN_ROWS,
    HIDDEN_SHEET,
    MACROS,
    PROTECTED,
    Remark,
    remark,
)
from sources.preflight.workbook_xml import workbook_census
from sources.sheet import Grid


def modern(data: bytes) -> tuple[str, list[Grid], list[Remark]]:
    """Form, sheets and remarks of a workbook that is a zip package. Raises UnreadableFile."""
    found = package(data)
    remarks = []
    if found.has_macros():
        remarks.append(remark(MACROS))
    if links := found.outside_links():
        remarks.append(remark(EXTERNAL_LINKS, parts=links))
    if found.form == "ods":
        sheets = open_document(found.kept["content.xml"])
        if not sheets:
            raise _unopened()
        grids = [
            Grid.of(sheet.rows, number=number, title=sheet.census.title, unreadable=sheet.census.unreadable)
            for number, sheet in enumerate(sheets, start=1)
        ]
        return found.form, grids, remarks + _remarks([sheet.census for sheet in sheets])
    censuses, counts_from_1904 = (binary_census if found.form == "xlsb" else workbook_census)(found)
    if counts_from_1904:
        remarks.append(remark(DATES_FROM_1904))
    return found.form, _grids(data, censuses), remarks + _remarks(censuses)


def old(data: bytes, password: str | None) -> tuple[str, list[Grid], list[Remark]]:
    """Form, sheets and remarks of a workbook in the older container, or of one behind a password. Raises
    UnreadableFile."""
    container = Container(data)
    if container.is_protected:
        form, grids, remarks = modern(opened(data, password))
        return form, grids, [remark(PROTECTED), *remarks]
    macros = [remark(MACROS)] if container.has_macros() else []
    if container.is_ancient_workbook and not container.is_old_workbook:
        return "xls", _grids(data, None), [*macros, remark(ERRORS_UNTOLD)]
    if not container.is_old_workbook:
        raise UnreadableFile(
            "Expected a workbook; found a document of another program. Send the report as .xlsx or CSV."
        )
    book = OldWorkbook(container.workbook())
    if book.is_protected:
        form, grids, remarks = old(opened(data, password), None)
        return form, grids, [remark(PROTECTED), *remarks]
    remarks = macros
    if book.has_links:
        remarks.append(remark(EXTERNAL_LINKS, parts=1))
    if book.counts_from_1904:
        remarks.append(remark(DATES_FROM_1904))
    return "xls", _grids(data, book.sheets), remarks + _remarks(book.sheets)


def _grids(data: bytes, censuses: list[SheetCensus] | None) -> list[Grid]:
    """The values of every sheet. The two readers must agree on which sheets there are."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = list(book.sheet_names)
        if censuses is not None and titles != [census.title for census in censuses]:
            raise _unopened()
        return [
            _grid(
                number,
                title,
                book.get_sheet_by_index(number - 1).to_python(skip_empty_area=False),
                censuses[number - 1] if censuses is not None else SheetCensus(title=title),
            )
            for number, title in enumerate(titles, start=1)
        ]
    except (CalamineError, OSError, ValueError, KeyError, EOFError):
        raise _unopened() from None


def _unopened() -> UnreadableFile:
    return UnreadableFile(
        "Expected a workbook that opens; found one that is damaged. Open it, save it again and send it again."
    )


def _grid(number: int, title: str, cells: list[list[Any]], census: SheetCensus) -> Grid:
    rows = [
        [cell if type(cell) is str else _TEXT.get(type(cell), str)(cell) for cell in row] for row in cells
    ]
    for (row, column), digits in census.zero_filled.items():
        if row <= len(rows) and column <= len(rows[row - 1]) and rows[row - 1][column - 1].isdigit():
            rows[row - 1][column - 1] = rows[row - 1][column - 1].zfill(digits)
    return Grid.of(rows, number=number, title=title, unreadable=census.unreadable)


def _number(cell: float) -> str:
    """A number as text, whole ones without `.0`."""
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


def _moment(cell: datetime) -> str:
    return cell.isoformat(" ", "seconds")


def _duration(cell: timedelta) -> str:
    """Hours, minutes and seconds."""
    seconds = round(cell.total_seconds())
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


_TEXT: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "Y" if cell else "N",
    float: _number,
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _duration,
    NoneType: lambda cell: "",
}
"""A cell as text, by its type: dates and times as ISO."""


def _remarks(censuses: list[SheetCensus]) -> list[Remark]:
    found: list[Remark] = []
    for number, census in enumerate(censuses, start=1):
        if census.is_hidden:
            found.append(remark(HIDDEN_SHEET, sheet=number))
        if census.is_filtered:
            found.append(remark(FILTERED, sheet=number))
        if rows := census.hidden_rows:
            found.append(remark(HIDDEN_ROWS, sheet=number, row=min(rows), rows=len(rows)))
        if columns := census.hidden_columns:
            found.append(remark(HIDDEN_COLUMNS, sheet=number, column=min(columns), columns=len(columns)))
        if census.has_false_dimension:
            found.append(remark(FALSE_DIMENSION, sheet=number))
    return found
