"""Places as a supplier reads them."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from pipelines.review.issues import issues
from schemas.issue import column_letters, placed
from tests.bad_input.files import as_xml
from tests.made_up_inbox import MARCH, MISSING_MARCH, Partnership

COLUMNS = {
    "sheet": pl.String, "row_number": pl.Int32, "column_number": pl.Int32, "column": pl.String, "path": pl.String,
}  # fmt: skip


@given(st.integers(1, 16_384))
def test_letters_are_those_of_excel(number: int) -> None:
    assert column_letters(number) == get_column_letter(number)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("Missing", 214, 6, "Found", None), "Missing!F214"),
        (("Child Vulnerability", 3, 28, "Type", None), "'Child Vulnerability'!AB3"),
        (("It's", 2, 1, "", None), "'It''s'!A2"),
        (("Missing", 4, None, "", None), "Missing!4:4"),
        (("Missing", None, None, "", None), "sheet Missing"),
        ((None, 214, 6, "Found", None), "line 214, column 6 (Found)"),
        ((None, 9, None, "", None), "line 9"),
        ((None, None, None, "", None), "the whole file"),
        ((None, None, 5, "Found", None), "column 5 (Found)"),
        (("Missing", None, 6, "Found", None), "Missing!F:F"),
        ((None, 9, 2, "dob", "children/child/dob"), "line 9, children/child/dob"),
    ],
)
def test_a_place_in_words(place: tuple[str | int | None, ...], words: str) -> None:
    assert placed(pl.DataFrame([place], schema=COLUMNS, orient="row"))["place"].to_list() == [words]


def test_an_xml_files_place_is_its_line_and_path(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    rows = [list(row) for row in MISSING_MARCH]
    rows[2][6] = "no time"
    place.drop("2023-03/police/missing.xml", as_xml(rows))
    place.look(MARCH)
    (found,) = issues(place.home, MARCH).filter(pl.col("rule") == "GEN01").rows(named=True)
    assert found["path"].endswith("/Found") and found["sheet"] is None and found["cell"] is None
    assert found["place"] == f"line {found['row_number']}, {found['path']}"
