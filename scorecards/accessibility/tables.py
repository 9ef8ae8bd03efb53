"""Items about tables."""

import re
from collections import deque
from collections.abc import Iterator
from itertools import product

from scorecards.accessibility.checklist import Place, item
from scorecards.accessibility.opened import (
    Block,
    OpenedSheet,
    OpenedWorkbook,
    coordinate,
    descendants,
    is_empty,
)

TABLE_NAME = re.compile(r"[a-z][a-z0-9_]+")
DEFAULT_NAME = re.compile(r"table_?\d*")
EXPLAINS_BLANKS = re.compile(r"\b(blank|empty)\b", re.IGNORECASE)
POINTS_A_LINE = 11.0


@item("T1", "Mark them as a table (in Excel: Insert, Table).")
def every_range_is_a_table(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Every block of rows and columns marked as an Excel table."""
    for sheet in workbook.sheets:
        for places in sorted(_touching(set(sheet.outside)), key=min):
            rows, columns = {row for row, _ in places}, {column for _, column in places}
            if len(rows) > 1 and len(columns) > 1:
                first, last = coordinate(min(rows), min(columns)), coordinate(max(rows), max(columns))
                yield Place(sheet=sheet.name, cell=f"{first}:{last}")


@item("T2", "Name it for what it holds, such as referrals_by_source.", is_essential=False)
def tables_have_names(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Every table named for what it holds, in lower case with underscores, each name once."""
    seen = set()
    for sheet in workbook.sheets:
        for block in sheet.blocks:
            name = str(block.table.displayName)
            if not TABLE_NAME.fullmatch(name) or DEFAULT_NAME.fullmatch(name) or name in seen:
                yield Place(sheet=sheet.name, cell=block.table.ref, words=f"the name {name}")
            seen.add(name)


@item("T3", "Unmerge them and put the words into the first cell.")
def no_merged_cells(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No merged cells."""
    for sheet in workbook.sheets:
        for merged in sorted(map(str, sheet.worksheet.merged_cells.ranges)):
            yield Place(sheet=sheet.name, cell=merged)


@item("T4", "Take them out of the table.")
def no_blank_rows_or_columns(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No blank row or column in a table."""
    for sheet in workbook.sheets:
        for block in sheet.blocks:
            full = [(row, column) for row, column, cell in sheet.body(block) if cell is not None]
            rows, columns = {row for row, _ in full}, {column for _, column in full}
            for row in range(block.top + int(block.has_header), block.bottom + 1):
                if row not in rows:
                    yield Place(sheet=sheet.name, cell=f"{coordinate(row, block.left)}", words="a blank row")
            for column in range(block.left, block.right + 1):
                if column not in columns and block.bottom > block.top:
                    yield Place(
                        sheet=sheet.name, cell=f"{coordinate(block.top, column)}", words="a blank column"
                    )


@item("T5", "Give each column one heading in words, once.")
def one_header_row(workbook: OpenedWorkbook) -> Iterator[Place]:
    """One header row a table, each heading text, not blank, different and as the table has it."""
    for sheet in workbook.sheets:
        for block in sheet.blocks:
            if not block.has_header:
                yield Place(sheet=sheet.name, cell=block.table.ref, words="a table without a header row")
            else:
                yield from _headings(sheet, block)


def _headings(sheet: OpenedSheet, block: Block) -> Iterator[Place]:
    seen: set[str] = set()
    names = [column.name for column in block.table.tableColumns]
    for place, column in enumerate(range(block.left, block.right + 1)):
        cell = sheet.cells.get((block.top, column))
        heading = cell.value if cell is not None else None
        where = coordinate(block.top, column)
        if not isinstance(heading, str):
            yield Place(sheet=sheet.name, cell=where, words="a heading that is no text")
        elif heading.casefold() in seen:
            yield Place(sheet=sheet.name, cell=where, words="a heading that stands twice")
        elif place >= len(names) or _plain(names[place]) != _plain(heading):
            yield Place(sheet=sheet.name, cell=where, words="a heading that the table does not know")
        if isinstance(heading, str):
            seen.add(heading.casefold())


def _plain(heading: str) -> str:
    """Excel writes a line break in a table's heading as `_x000a_`."""
    return " ".join(heading.replace("_x000a_", " ").split())


@item("T6", "Switch on Wrap text, or widen the column.")
def long_words_wrap(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Text wrapped where it is longer than its column of a table."""
    for sheet in workbook.sheets:
        widths = _widths(sheet)
        for (row, column), cell in sheet.cells.items():
            if not isinstance(cell.value, str) or sheet.block_at(row, column) is None:
                continue
            room = widths.get(column, 8.43) * POINTS_A_LINE / max(float(cell.font.sz or 11), 1.0)
            # A quarter more: letters are narrower than the noughts that a width is counted in.
            if len(cell.value) > 1.25 * room and not cell.alignment.wrap_text:
                yield Place(sheet=sheet.name, cell=coordinate(row, column))


def _widths(sheet: OpenedSheet) -> dict[int, float]:
    """The width of each column in characters; a dimension may span several."""
    return {
        column: float(each.get("width", 8.43))
        for each in descendants(sheet.xml, "col")
        for column in range(int(each.get("min", 1)), min(int(each.get("max", 1)), 16384) + 1)
    }


@item("T7", "Take them off: a table shows its headings while it is scrolled.", is_essential=False)
def no_filters_or_frozen_panes(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No filters and no frozen panes."""
    for sheet in workbook.sheets:
        if sheet.worksheet.freeze_panes:
            yield Place(sheet=sheet.name, cell=str(sheet.worksheet.freeze_panes), words="frozen panes")
        if sheet.worksheet.auto_filter.ref:
            yield Place(sheet=sheet.name, cell=str(sheet.worksheet.auto_filter.ref), words="a filter")
        for block in sheet.blocks:
            if block.table.autoFilter is not None:
                yield Place(sheet=sheet.name, cell=block.table.ref, words="filter buttons")


@item("T8", "Write a shorthand such as [x], or say above the table why cells are blank.")
def no_unexplained_blanks(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No blank cell in a table unless the sheet says above it why."""
    for sheet in workbook.sheets:
        if EXPLAINS_BLANKS.search(sheet.above):
            continue
        for block in sheet.blocks:
            for row, column, cell in sheet.body(block):
                if cell is None or is_empty(cell.value):
                    yield Place(sheet=sheet.name, cell=coordinate(row, column))


@item("T9", "Show them, or take them out.", is_essential=False)
def nothing_hidden(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No hidden rows or columns."""
    for sheet in workbook.sheets:
        for row, dimension in sorted(sheet.worksheet.row_dimensions.items()):
            if dimension.hidden:
                yield Place(sheet=sheet.name, words=f"row {row}")
        for letter, dimension in sorted(sheet.worksheet.column_dimensions.items()):
            if dimension.hidden:
                yield Place(sheet=sheet.name, words=f"column {letter}")


def _touching(places: set[tuple[int, int]]) -> Iterator[set[tuple[int, int]]]:
    """The groups of cells that touch, corners not counted."""
    left = set(places)
    while left:
        group, waiting = set(), deque([next(iter(left))])
        left.discard(waiting[0])
        while waiting:
            row, column = waiting.popleft()
            group.add((row, column))
            for down, across in product((-1, 0, 1), repeat=2):
                beside = (row + down, column + across)
                if abs(down) + abs(across) == 1 and beside in left:
                    left.discard(beside)
                    waiting.append(beside)
        yield group
