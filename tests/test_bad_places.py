"""Every reported place, opened in the supplier's own file, holds what is wrong; mending exactly these cells empties the
list. In workbooks of every source with title rows, a blank column before the table, hidden rows and true dates."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.intake.parsing import Sheets, Tables, tables_of
from sources.reading import book
from sources.source import Source
from tests.bad_input.cells import mutations
from tests.bad_input.good import KEY, MONTH, Good, every_source, good

TOP, LEFT = 3, 2
"""Rows of titles above, and the column that the table begins in."""
_FORMS = {"day": "%d/%m/%Y", "moment": "%d/%m/%Y %H:%M"}


def planted(made: Good) -> dict[tuple[int, int], str]:
    """Something that must set its row aside, in each row another column's: by row (from 0) and column (from 0)."""
    wrong: dict[tuple[int, int], str] = {}
    places = list(made.columns.values())
    for row in range(len(made.rows)):
        for at, column in [*places[row % len(places) :], *places[: row % len(places)]]:
            cell = made.rows[row][at]
            found = (
                [new for _, _, new, must in mutations(column, cell) if must == {"set aside"} and new.strip()]
                if cell
                else []
            )
            if found:
                wrong[row, at] = found[row % len(found)]
                break
    return wrong


def workbook(made: Good, wrong: dict[tuple[int, int], str]) -> bytes:
    """The table with what is wrong, as a person keeps it."""
    made_book = openpyxl.Workbook()
    sheet = made_book.active
    sheet.title = "Our list"
    sheet.append([None, "Report of the month"])
    sheet.append([None, "Run 01/04/2023 06:00"])
    kinds = {at: column.kind for at, column in made.columns.values()}
    for number, row in enumerate(made.table):
        for at, cell in enumerate(row):
            new = wrong.get((number - 1, at))
            form = _FORMS.get(kinds[at]) if number and new is None else None
            target = sheet.cell(TOP + number, LEFT + at)
            target.value = datetime.strptime(cell, form) if form and cell else (new or cell or None)
            if isinstance(target.value, str):
                target.data_type = "s"
    sheet.row_dimensions[TOP + 2].hidden = True
    data = io.BytesIO()
    made_book.save(data)
    return data.getvalue()


def findings(source: Source, data: bytes) -> pl.DataFrame:
    """What is found in a file, hidden rows aside."""
    read = book(data)
    file = Sheets(delivery_id="d", month=MONTH, grids=read.grids)
    found = tables_of(
        [file], agency=source.agency, authority="370", key=KEY, names=("Barnsley",), overlay=Path("nowhere")
    )["d"]
    assert isinstance(found, Tables), str(found)
    return found.findings


@pytest.mark.parametrize("source", every_source(), ids=lambda source: source.name)
def test_every_place_holds_what_is_wrong_and_mending_it_empties_the_list(source: Source) -> None:
    made = good(source)
    wrong = planted(made)
    assert wrong
    data = workbook(made, wrong)
    found = findings(source, data).filter(pl.col("severity") == "reject")
    places = set(found.select("row_number", "column_number").iter_rows())
    assert places == {(TOP + 1 + row, LEFT + at) for row, at in wrong}
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Our list"]
    for row, column in places:
        assert sheet.cell(row, column).value == wrong[row - TOP - 1, column - LEFT]
    mended = {
        place: new for place, new in wrong.items() if (TOP + 1 + place[0], LEFT + place[1]) not in places
    }
    assert findings(source, workbook(made, mended)).is_empty()
