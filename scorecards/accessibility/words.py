"""Items about what cells say: numbers, notes, shorthand and links."""

import re
from collections.abc import Iterator

from openpyxl.cell import Cell

from scorecards.accessibility.checklist import Place, item
from scorecards.accessibility.opened import OpenedSheet, OpenedWorkbook, coordinate

NUMBER = re.compile(r"\s*[-+]?[£$€]?\d{1,3}(,?\d{3})*(\.\d+)?\s*%?\s*")
SHORTHAND = re.compile(r"\[([a-z]{1,4})\]")
NOTE = re.compile(r"\[note (\d+)\]", re.IGNORECASE)
EXPLAINED = r"(?<!\w)\[{}\]['\"]?\s*(?::|=|,|-|–|means|is |stands)?\s*[A-Za-z(]"
BARE_ADDRESS = re.compile(r"\s*(https?://|www\.)\S+\s*", re.IGNORECASE)
ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
EMPTY_LINK = re.compile(r"\s*(click( here)?|here|link|more|read more|this)\s*[.:]?\s*", re.IGNORECASE)
NOTE_COLUMN = re.compile(r"\bnotes?\b", re.IGNORECASE)


@item("N1", "Store them as numbers and format the cells.", is_essential=False)
def numbers_are_numbers(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No number stored as text in a table."""
    for sheet in workbook.sheets:
        for block in sheet.blocks:
            for row, column, cell in sheet.body(block):
                if cell is not None and isinstance(cell.value, str) and NUMBER.fullmatch(cell.value):
                    yield Place(sheet=sheet.name, cell=coordinate(row, column))


@item("N2", "Put them into a heading, the title or a column of notes.", is_essential=False)
def note_marks_stand_apart(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Note marks in titles, headings and columns of notes only."""
    for sheet in workbook.sheets:
        for block in sheet.blocks:
            for row, column, cell in sheet.body(block):
                heading = sheet.cells.get((block.top, column))
                is_notes = heading is not None and NOTE_COLUMN.search(str(heading.value))
                if (
                    cell is not None
                    and not is_notes
                    and column != block.left
                    and NOTE.search(str(cell.value))
                ):
                    yield Place(sheet=sheet.name, cell=coordinate(row, column))


@item("N3", "Say what it means above the table or on a sheet of notes.")
def shorthand_is_explained(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Every shorthand explained on its sheet or on a sheet that explains, and every note both marked and written."""
    written: set[str] = set()
    marked: dict[str, Place] = {}
    for sheet in workbook.sheets:
        for mark, cell in _shorthand(sheet).items():
            if not _explains(sheet.above, mark) and not _explains(workbook.notes, mark):
                yield Place(sheet=sheet.name, cell=cell, words=f"[{mark}]")
        is_notes = sheet.name.casefold() == "notes"
        for (row, column), cell in sheet.cells.items():
            for number in NOTE.findall(str(cell.value)):
                if is_notes:
                    written.add(number)
                else:
                    place = Place(
                        sheet=sheet.name, cell=coordinate(row, column), words=f"[note {number}] not written"
                    )
                    marked.setdefault(number, place)
    yield from (place for number, place in marked.items() if number not in written)
    notes = next((sheet.name for sheet in workbook.sheets if sheet.name.casefold() == "notes"), "")
    yield from (
        Place(sheet=notes, words=f"[note {number}] never marked") for number in sorted(written - set(marked))
    )


def _shorthand(sheet: OpenedSheet) -> dict[str, str]:
    """The marks that stand in the cells of tables as their whole content or at its end, with the first cell of each."""
    found: dict[str, str] = {}
    for block in sheet.blocks:
        for row, column, cell in sheet.body(block):
            if cell is None or not isinstance(cell.value, str):
                continue
            for mark in SHORTHAND.findall(cell.value):
                found.setdefault(mark, coordinate(row, column))
    return found


def _explains(words: str, mark: str) -> bool:
    return re.search(EXPLAINED.format(re.escape(mark)), words) is not None


@item("F2", "Say in words where it leads.")
def links_say_where_they_lead(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Every link named in words: no bare address, no "here", no "click"."""
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            if _is_bare(cell):
                yield Place(sheet=sheet.name, cell=coordinate(row, column))


def _is_bare(cell: Cell) -> bool:
    words = str(cell.value)
    if cell.hyperlink is not None:
        return bool(BARE_ADDRESS.fullmatch(words) or EMPTY_LINK.fullmatch(words))
    return isinstance(cell.value, str) and ADDRESS.search(words) is not None


@item("F5", "Write what the symbol means.", is_essential=False)
def no_symbols_alone(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No cell with symbols only, such as a dash, a dot, an arrow or a tick."""
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, str) and not any(each.isalnum() for each in cell.value):
                yield Place(sheet=sheet.name, cell=coordinate(row, column))
