"""Two readers of the same workbook say the same of every cell, on random tables: ours, and one that shares nothing with
it (openpyxl for .xlsx, calamine for .ods), or what was written (.xls and .xlsb, whose writers are the tests' own)."""

import io
import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sources.reading import Book, book
from tests.bad_input.binary_workbooks import binary_workbook
from tests.bad_input.old_workbooks import ERROR, old_workbook
from tests.bad_input.open_documents import open_document_of

LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc", "Cn"))
TEXTS = st.one_of(
    st.sampled_from(["0012", "1E5", "03/04/2023", "=1+1", "#REF", "n/a", "TRUE", "a\nb", "<&>\"'"]),
    st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool),
)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9).map(
        lambda x: round(x, 6)
    ),
)
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2060, 1, 1)).map(lambda x: x.replace(microsecond=0))
CELLS = st.one_of(st.none(), TEXTS, NUMBERS, st.booleans())
TYPED = st.one_of(CELLS, MOMENTS, st.just(ERROR))


def tables(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    """Tables with something in their first cell, so that every reader begins there."""
    rows = st.lists(st.lists(cells, min_size=1, max_size=5), max_size=8)
    return rows.map(lambda below: [["id", "x"], *below])


def plain(cell: Any) -> str:
    """A cell as it should arrive, told from Python's own type for it."""
    if cell is None or cell is ERROR:
        return ""
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, datetime):
        return str(cell) if cell.time() != time(0) else str(cell.date())
    if isinstance(cell, date | time):
        return str(cell)
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(cell, float) and not math.isfinite(cell):
        return repr(cell)
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(float(cell))
    return str(cell)


def cells(found: Book) -> dict[tuple[int, int, int], str]:
    """The filled cells of every sheet by place."""
    return {
        (grid.number, row, column): text
        for grid in found.grids
        for row, line in zip(grid.row_numbers.to_list(), grid.rows(), strict=True)
        for column, text in zip(grid.column_numbers, line, strict=False)
        if text
    }


def placed(sheets: list[list[list[Any]]]) -> dict[tuple[int, int, int], str]:
    """The filled cells of tables by place."""
    return {
        (number, row, column): text
        for number, table in enumerate(sheets, start=1)
        for row, line in enumerate(table, start=1)
        for column, cell in enumerate(line, start=1)
        if (text := plain(cell))
    }


def errors(sheets: list[list[list[Any]]]) -> list[set[tuple[int, int]]]:
    """The places of the error cells of each table."""
    return [
        {(r, c) for r, line in enumerate(table, 1) for c, cell in enumerate(line, 1) if cell is ERROR}
        for table in sheets
    ]


def many(quick: int) -> Any:
    return settings(max_examples=quick, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many(25)
@given(st.lists(tables(TYPED), min_size=1, max_size=2), st.integers(0, 3))
def test_openpyxl_says_the_same_of_every_cell(sheets: list[list[list[Any]]], titles: int) -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, table in enumerate(sheets):
        sheet = made.create_sheet(f"Sheet {number}")
        for row, line in enumerate(table, start=1 + titles):
            for column, cell in enumerate(line, start=1):
                target = sheet.cell(row, column, "#DIV/0!" if cell is ERROR else cell)
                if isinstance(cell, str):
                    target.data_type = "s"
    data = io.BytesIO()
    made.save(data)
    second = openpyxl.load_workbook(data, data_only=True)
    theirs, wrong = {}, []
    for number, sheet in enumerate(second.worksheets, start=1):
        wrong.append({(c.row, c.column) for line in sheet.iter_rows() for c in line if c.data_type == "e"})
        theirs.update(
            {
                (number, c.row, c.column): text
                for line in sheet.iter_rows()
                for c in line
                if c.data_type != "e" and (text := plain(c.value))
            }
        )
    ours = book(data.getvalue())
    assert cells(ours) == theirs
    assert [set(grid.unreadable) for grid in ours.grids] == wrong
    assert cells(ours) == placed([[[]] * titles + table for table in sheets])


@pytest.mark.parametrize("write", [old_workbook, binary_workbook], ids=["xls", "xlsb"])
@many(25)
@given(
    sheets=st.lists(tables(st.one_of(CELLS, st.just(ERROR))), min_size=1, max_size=2), hidden=st.booleans()
)
def test_what_was_written_is_what_is_read(
    write: Callable[..., bytes], sheets: list[list[list[Any]]], hidden: bool
) -> None:
    named = {f"Sheet {number}": table for number, table in enumerate(sheets)}
    ours = book(write(named, hidden_rows=[2] if hidden else []))
    assert cells(ours) == placed(sheets)
    assert [set(grid.unreadable) for grid in ours.grids] == errors(sheets)


@many(25)
@given(
    st.lists(
        tables(st.one_of(TYPED, st.times().map(lambda x: x.replace(microsecond=0)))), min_size=1, max_size=2
    )
)
def test_calamine_says_the_same_of_open_documents(sheets: list[list[list[Any]]]) -> None:
    data = open_document_of({f"Sheet {number}": table for number, table in enumerate(sheets)})
    ours = book(data)
    assert cells(ours) == placed(sheets)
    assert [set(grid.unreadable) for grid in ours.grids] == errors(sheets)
    second = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for number, title in enumerate(second.sheet_names, start=1):
        for row, line in enumerate(second.get_sheet_by_name(title).to_python(skip_empty_area=False), start=1):
            for column, cell in enumerate(line, start=1):
                text = plain(cell)
                mine = cells(ours).get((number, row, column), "")
                # calamine gives truth values of this form as numbers
                assert text == mine or (mine, text) in {("Y", "1"), ("N", "0")}
