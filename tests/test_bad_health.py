"""Mutants of the health form, a cross-tab: what one cell says changes that cell's figure or sets it aside, never another's."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.intake.parsing import Refused, Tables, parsed
from tests.bad_input.case import SECRET
from tests.made_up_inbox import AUTHORITY, Rows, workbook_bytes

MONTHS = ["Apr-22", "May-22", "Jun-22"]
FORM: Rows = [
    ["Ref", "Measure", "Row", *MONTHS, "Total", "Comment"],
    ["H01", "Child protection medicals seen within standard", "Numerator", "8", "9", "7", "24", ""],
    ["H01", "Child protection medicals seen within standard", "Denominator", "10", "9", "8", "27", ""],
    ["H05", "Emergency department attendances under 18 for self-harm", "Count", "6", "-", "<5", "6", ""],
]
KEY = ("measure_ref", "row_kind", "month_start")
TOLD = ("state", "quantity", "quantity_low", "quantity_high")
PLACE = ("H01", "Numerator", "2022-05-01")
"""The figure whose cell is changed: row 2 of the form, its second month."""


def read(form: Rows, folder: Path) -> Tables:
    return parsed(
        workbook_bytes({"Barnsley Hospital": form}),
        agency="health",
        month="2022-06",
        authority=AUTHORITY,
        delivery_id="d",
        key=b"k" * 32,
        names=(),
        overlay=folder,
    )


def figures(tables: Tables) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    rows = tables.frames["health.health_return"].select(*KEY, *TOLD).rows()
    return {(ref, kind, str(month)): tuple(told) for ref, kind, month, *told in rows}


def changed(cell: str) -> Rows:
    form = [list(row) for row in FORM]
    form[1][4] = cell
    return form


SET_ASIDE = (
    SECRET, "two", "3 4", "1e308", "NaN", "Infinity", "-5", "8.5", "27.2.%", "9; 10", "=9+1", "<", "<x", "9?",
    f"9 {SECRET}", "0x9", "９a", "#REF!", "12/05/2022",
)  # fmt: skip


@pytest.mark.parametrize("cell", SET_ASIDE)
def test_what_is_no_count_sets_its_figure_aside_at_its_own_cell(cell: str, tmp_path: Path) -> None:
    good, tables = figures(read(FORM, tmp_path)), read(changed(cell), tmp_path)
    found = figures(tables)
    assert found == {place: told for place, told in good.items() if place != PLACE}
    rejected = tables.findings.filter(pl.col("severity") == "reject")
    assert set(rejected.select("row_number", "column_number").rows()) == {(2, 5)}
    assert SECRET not in str(tables.findings.rows()) + str(tables.parts)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("9.0", ("supplied", 9, None, None)),
        (" 9 ", ("supplied", 9, None, None)),
        ("1,009", ("supplied", 1009, None, None)),
        ("0", ("supplied", 0, None, None)),
        ("", ("not_supplied", None, None, None)),
        ("-", ("not_supplied", None, None, None)),
        ("–", ("not_supplied", None, None, None)),
        ("n/a", ("not_applicable", None, None, None)),
        ("<5", ("suppressed", None, 1, 4)),
        ("< 6", ("suppressed", None, 1, 5)),
        ("c", ("suppressed", None, 1, 5)),
        ("*", ("suppressed", None, 1, 5)),
    ],
)
def test_what_a_cell_says_is_taken_as_it_says(cell: str, told: tuple[Any, ...], tmp_path: Path) -> None:
    good, found = figures(read(FORM, tmp_path)), figures(read(changed(cell), tmp_path))
    assert found == {**good, PLACE: told}


def replaced(place: tuple[int, int], cell: str) -> Rows:
    form = [list(row) for row in FORM]
    form[place[0]][place[1]] = cell
    return form


@pytest.mark.parametrize("heading", ["13-22", "Appril 22", "Comment", "2022", SECRET, "05/13/2022", ""])
def test_a_month_that_nobody_can_read_gives_no_figure_and_moves_none(heading: str, tmp_path: Path) -> None:
    good, tables = figures(read(FORM, tmp_path)), read(replaced((0, 4), heading), tmp_path)
    assert figures(tables) == {place: told for place, told in good.items() if place[2] != "2022-05-01"}


def test_a_month_that_stands_twice_is_never_counted_twice(tmp_path: Path) -> None:
    good = figures(read(FORM, tmp_path))
    try:
        tables = read(replaced((0, 4), "Apr-22"), tmp_path)
    except Refused:
        return
    found = figures(tables)
    assert all(found[place] == good[place] for place in found if place[2] != "2022-04-01")
    assert tables.findings.filter(pl.col("severity") == "reject").height


@pytest.mark.parametrize("kind", [SECRET, "Num.", "Numerator and more", "Total"])
def test_a_row_of_no_known_kind_gives_no_figure(kind: str, tmp_path: Path) -> None:
    good, tables = figures(read(FORM, tmp_path)), read(replaced((1, 2), kind), tmp_path)
    found = figures(tables)
    assert found == {place: told for place, told in good.items() if place[:2] != ("H01", "Numerator")}
    assert SECRET not in str(tables.findings.rows())


def test_a_measure_that_stands_twice_keeps_its_first_figures_and_tells_the_second(tmp_path: Path) -> None:
    good = figures(read(FORM, tmp_path))
    again = [*FORM, ["H01", FORM[1][1], "Numerator", "1", "1", "1", "3", ""]]
    tables = read(again, tmp_path)
    assert figures(tables) == good
    rejected = tables.findings.filter(pl.col("severity") == "reject")
    assert set(rejected["row_number"]) == {5}


@pytest.mark.parametrize("heading", ["Ref", "Measure", "Row"])
def test_a_form_without_a_heading_is_no_form(heading: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read([[cell if cell != heading else "" for cell in FORM[0]], *FORM[1:]], tmp_path)


def test_rows_and_columns_in_another_order_are_the_same_figures(tmp_path: Path) -> None:
    order = [2, 0, 5, 1, 4, 3, 6, 7]
    moved = [[row[place] for place in order] for row in [FORM[0], *FORM[:0:-1]]]
    assert figures(read(moved, tmp_path)) == figures(read(FORM, tmp_path))
