"""Every figure of a finished workbook has a key by which it is traced, told by its sheet, row and heading."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from scorecards.indicator_words import words
from scorecards.period import Quarter
from scorecards.trace_key import NoFigure, Place, TraceKey, trace_key
from scorecards.value import Value
from scorecards.workbook.scorecard import workbook
from tests.made_up_scorecard import QUARTER, made_up_scorecard, made_up_values

HEADS = ("Ref", "Month", "Quarter ending", "Kind")
IN_QUARTER = Quarter.parse(QUARTER)


def _figures() -> Iterator[tuple[str, TraceKey, str, object]]:
    """Every cell that has a key: its sheet and heading, the key, and what stands there."""
    book = openpyxl.load_workbook(BytesIO(workbook(made_up_scorecard())))
    for sheet in book:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        for number, row in enumerate(rows, start=1):
            for column, content in enumerate(row, start=1):
                try:
                    key = trace_key(rows, Place(sheet=sheet.title, row=number, column=column), IN_QUARTER)
                except NoFigure:
                    continue
                heads = [above for above in rows[: number - 1] if above[0] in HEADS]
                heading = str(heads[-1][column - 1])
                yield sheet.title, key, heading, content


def _value(key: TraceKey) -> Value | None:
    for row in made_up_values().iter_rows(named=True):
        if (row["indicator"], row["period_id"], row["category"]) == (
            key.ref,
            key.period_id,
            key.category,
        ) and (words(row["breakdown"]) if row["breakdown"] else "") == key.breakdown:
            return Value(**{name: row[name] for name in Value.__annotations__ if name in row})
    return None


def test_the_key_of_a_cell_leads_to_the_figure_that_stands_there() -> None:
    found = list(_figures())
    assert {sheet for sheet, *_ in found} >= {"Summary", "All columns", "MH07", "Breakdowns"}
    compared = 0
    for sheet, key, heading, content in found:
        value = _value(key)
        if value is None or not isinstance(content, int | float):
            continue
        numbers = {"Numerator": value.numerator, "Denominator": value.denominator}
        meant = float(numbers.get(heading, value.value) or 0)
        assert float(content) == pytest.approx(meant, abs=0.51), (sheet, heading, key)  # rounded as shown
        compared += 1
    assert compared > 200


def test_a_withheld_cell_says_so() -> None:
    rows = [["MH07 x"], ["Ref", "This quarter"], ["MH07", "[c]"]]
    assert trace_key(rows, Place.of("Summary!B3"), IN_QUARTER).is_withheld


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("This quarter", "quarter:2022-23-Q4"),
        ("Previous quarter", "quarter:2022-23-Q3"),
        ("Same quarter last year", "quarter:2021-22-Q4"),
        ("Year to date", "year_to_date:2023-03"),
        ("Rolling 12 months", "rolling_12:2023-03"),
        ("Yours, quarter", "quarter:2022-23-Q4"),
        ("Partnership, 12 months", "rolling_12:2023-03"),
    ],
)
def test_a_heading_names_the_window(heading: str, period: str) -> None:
    rows = [["x"], ["Ref", "Counted as", heading], ["FD01", "Source group: Police", 7]]
    key = trace_key(rows, Place.of("'Your contacts'!C3"), IN_QUARTER)
    assert key.period_id == period
    assert key.category == ("" if heading.startswith("Partnership") else "Police")


@pytest.mark.parametrize("heading", ["Target", "England", "Mean", "Good is", "Theirs"])
def test_what_was_not_counted_has_no_key(heading: str) -> None:
    with pytest.raises(NoFigure, match=r"Expected .*; found .*\. [A-Z].*\.$"):
        trace_key([["x"], ["Ref", heading], ["FD01", 7]], Place.of("Summary!B3"), IN_QUARTER)


def test_a_cell_above_the_tables_is_told_where_figures_stand() -> None:
    rows = [["Words"], ["Ref", "Quarter"], ["FD01", 7], [""], ["Month", "Percent"], [date(2023, 1, 1), 8]]
    with pytest.raises(
        NoFigure, match=r"found none there\. On this sheet figures stand below row 2 and row 5\."
    ):
        trace_key(rows, Place.of("MH07!B1"), IN_QUARTER)


@pytest.mark.parametrize("cell", ["", "B3", "Summary!3B", "Summary!B3:B4"])
def test_a_cell_is_written_as_people_write_it(cell: str) -> None:
    with pytest.raises(NoFigure):
        Place.of(cell)
    assert Place.of("'All columns'!AB12") == Place(sheet="All columns", row=12, column=28)
