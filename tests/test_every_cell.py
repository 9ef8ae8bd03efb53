"""Every cell of a national file is read, or named as not read: a census's elements, the columns and rows of Annex A.

Files of one's own are held to it too: `SCORECARD_NATIONAL_FILES=FOLDER python -m pytest tests/test_every_cell.py`.
"""

import io
import os
import re
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from sources.annex_a.layout import lists, squeezed
from sources.annex_a.recognising import is_annex_a
from sources.census.layout import MODULES
from sources.census.reading import census, is_census
from sources.reading import book
from sources.workbook import modern
from tests.test_annex_a import OFFICIAL, workbook

_OWN = os.environ.get("SCORECARD_NATIONAL_FILES")
FILES = [path for path in sorted(Path(_OWN).iterdir()) if path.suffix in (".xml", ".xlsx")] if _OWN else []


def unaccounted_in_census(data: bytes) -> tuple[int, int]:
    """How many texts stand among the children, and how many are read or counted as elements that no schema names."""
    texts = 0
    for element in etree.fromstring(data).iter("{*}Children"):
        texts += sum(
            not len(each) and bool((each.text or "").strip()) for each in element.iter(etree.Element)
        )
    read = census(data)
    held = sum(read.tables[module.name][name].count() for module in MODULES for name in module.fields)
    return texts, held + sum(read.unknown.values())


def left_over_in_annex_a(data: bytes) -> list[str]:
    """What of a workbook is neither read nor named: headings of a list by sheet, rows, and whole sheets."""
    _, raw, _ = modern(data)
    assert is_annex_a(raw)
    read = book(data)
    said = " ".join(each.message for each in read.remarks)
    left = []
    for sheet in raw:
        told = " ".join(each.message for each in read.remarks if each.sheet == sheet.number)
        grids = [grid for grid in read.grids if grid.number == sheet.number]
        if sheet.is_blank or not any(grid.source for grid in grids):
            if not sheet.is_blank and not told and not grids:
                left.append(f"sheet {sheet.number}")
            continue
        # what a child's row tells of the child stands in one table, at the child's first row in any list
        known = {
            spelling: (column.heading, bool(column.field))
            for each in lists()
            for column in each.columns
            for spelling in column.spellings
        }
        used = {number for grid in grids for number in grid.column_numbers}
        (heading_row,) = {int(grid.row_numbers[0]) for grid in grids}
        at = sheet.row_numbers.to_list().index(heading_row)
        unknown = int(found[1]) if (found := re.search(r"(\d+) headings of", told)) else 0
        for number, heading in zip(sheet.column_numbers, sheet.rows()[at], strict=False):
            official, is_read = known.get(squeezed(heading), (heading, False))
            if heading.strip() and number not in used and not is_read and official not in told:
                unknown -= 1
                if unknown < 0:
                    left.append(f"sheet {sheet.number}, column {number}")
        rows = {int(row) for grid in grids for row in grid.row_numbers}
        for row, cells in list(zip(sheet.row_numbers, sheet.rows(), strict=True))[at + 1 :]:
            if any(map(str.strip, cells)) and int(row) not in rows:
                left.append(f"sheet {sheet.number}, row {row}")
    assert said
    return left


def test_of_annex_a_nothing_is_left_over() -> None:
    data = workbook(OFFICIAL)
    assert left_over_in_annex_a(data) == []
    opened = openpyxl.load_workbook(io.BytesIO(data))
    sheet = opened.worksheets[0]
    sheet.cell(1, sheet.max_column + 1, "Shoe size")
    saved = io.BytesIO()
    opened.save(saved)
    assert left_over_in_annex_a(saved.getvalue()) == []  # one heading more that nobody knows, and is counted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_of_files_of_ones_own_nothing_is_left_over(path: Path) -> None:
    data = path.read_bytes()
    if is_census(data):
        texts, held = unaccounted_in_census(data)
        assert texts == held
    else:
        assert left_over_in_annex_a(data) == []
