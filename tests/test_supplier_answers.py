"""What suppliers answer in the issues workbook is read back whole or not at all."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schemas.decision import CORRECT, WILL_FIX
from scorecards.return_pack.content import Line, Pack
from scorecards.return_pack.issues_workbook import issues_workbook
from sources.decisions import DecisionsNotRead, read_decisions
from sources.preflight.password import closed
from tests.made_up_inbox import workbook_bytes

KEYS = ("0a1b2c3d4e5f", "123456789012", "1e5678901234")


def line(issue: str, found: str = "mid March") -> Line:
    return Line(
        issue=issue,
        rule="GEN01",
        severity="reject",
        severity_words="Row set aside",
        state_words="New",
        first_seen="Mar 2023",
        file=0,
        sheet_number=1,
        row=7,
        column_number=2,
        place="Missing!B7",
        link="Missing!B7",
        column="Found",
        reference="M1",
        found=found,
        message="Expected a date; found something else.",
        why="It touches MH01.",
        remedy="Correct the cell.",
    )


def pack(*lines: Line) -> Pack:
    return Pack(
        agency="police",
        agency_name="Police",
        partnership="A made-up partnership",
        month="2023-03",
        month_name="March 2023",
        deadline=date(2023, 5, 3),
        is_made_up=True,
        lines=lines,
        fixed=0,
    )


def answered(
    tmp_path: Path, *answers: dict[str, Any], change: Callable[[Any, int], None] | None = None
) -> Path:
    """The issues workbook as it comes back: the answers written under their headings, line by line."""
    book = openpyxl.load_workbook(io.BytesIO(issues_workbook(pack(*map(line, KEYS)))))
    sheet = book.active
    heads = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Issue")
    places = {cell.value: cell.column for cell in sheet[heads]}
    for number, answer in enumerate(answers, start=heads + 1):
        for heading, value in answer.items():
            sheet.cell(number, places[heading]).value = value
    if change:
        change(sheet, heads)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    return path


YES = {
    "Decision": CORRECT,
    "Reason": "Checked with the officer",
    "Until": date(2023, 9, 30),
    "Decided by": "Ann Example",
}
LATER = {"Decision": "Will  Fix ", "Until": "31/05/2023", "Decided by": "Ann Example"}


def test_answers_are_read_and_rows_without_one_left_out(tmp_path: Path) -> None:
    assert read_decisions(answered(tmp_path, YES, {}, LATER), KEYS).rows() == [
        (KEYS[0], CORRECT, "Checked with the officer", date(2023, 9, 30), "Ann Example"),
        (KEYS[2], WILL_FIX, "Will be put right", date(2023, 5, 31), "Ann Example"),
    ]


def test_an_untouched_workbook_answers_nothing(tmp_path: Path) -> None:
    assert read_decisions(answered(tmp_path)).is_empty()


def test_moved_rows_and_columns_and_rows_of_others_change_nothing(tmp_path: Path) -> None:
    def shuffle(sheet: Any, heads: int) -> None:
        sheet.insert_cols(1, 2)
        sheet.insert_rows(1, 3)
        heads += 3
        first, last = ([cell.value for cell in sheet[row]] for row in (heads + 1, heads + 3))
        for cell, old, new in zip(sheet[heads + 1], first, last, strict=True):
            cell.value, sheet.cell(heads + 3, cell.column).value = new, old
        sheet.cell(heads + 5, 5).value = "Rung on Tuesday"

    straight = read_decisions(answered(tmp_path, YES, {}, LATER))
    shuffled = read_decisions(answered(tmp_path, YES, {}, LATER, change=shuffle))
    assert sorted(shuffled.rows()) == sorted(straight.rows())


def altered(sheet: Any, heads: int) -> None:
    sheet.cell(heads + 1, 1).value = "0a1b2c3d4e5"


@pytest.mark.parametrize(
    ("answers", "change", "words"),
    [
        ((YES,), altered, "key as the pack gave it"),
        (({**YES, "Decision": "fine"},), None, "under Decision"),
        (({**YES, "Reason": None},), None, "under Reason"),
        (({**YES, "Until": "soon"},), None, "under Until"),
        (({**YES, "Until": None},), None, "under Until"),
        (({**YES, "Decided by": ""},), None, "under Decided by"),
        (({"Reason": "Rung on Tuesday"},), None, "under Decision"),
    ],
)
def test_what_is_not_whole_is_refused_by_its_row(
    tmp_path: Path, answers: tuple[dict[str, Any], ...], change: Callable[[Any, int], None] | None, words: str
) -> None:
    with pytest.raises(DecisionsNotRead, match=words) as refused:
        read_decisions(answered(tmp_path, *answers, change=change))
    said = str(refused.value)
    assert "row 8" in said
    assert not any(value in said for value in ("fine", "soon", "Rung", "Ann Example", "0a1b2c3d4e5 "))


def test_a_key_of_another_supplier_or_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecisionsNotRead, match="key as the pack gave it"):
        read_decisions(answered(tmp_path, YES), KEYS[1:])


def test_two_answers_to_one_issue_are_refused_and_equal_ones_count_once(tmp_path: Path) -> None:
    def again(sheet: Any, heads: int) -> None:
        sheet.cell(heads + 2, 1).value = KEYS[0]

    assert read_decisions(answered(tmp_path, YES, YES, change=again)).height == 1
    with pytest.raises(DecisionsNotRead, match="one answer to an issue"):
        read_decisions(answered(tmp_path, YES, LATER, change=again))


def test_a_workbook_under_a_password_is_read_with_the_one_that_fits(tmp_path: Path) -> None:
    path = answered(tmp_path, YES)
    path.write_bytes(closed(path.read_bytes(), "made-up word"))
    assert read_decisions(path, passwords=["another", "made-up word"]).height == 1
    with pytest.raises(DecisionsNotRead, match="protected by a password"):
        read_decisions(path)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(workbook_bytes({"Missing": [["Report Ref"], ["M1"]]}))
    with pytest.raises(DecisionsNotRead, match="found no such sheet"):
        read_decisions(path)
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(DecisionsNotRead, match="damaged"):
        read_decisions(path)


def test_a_suppliers_text_is_text_whatever_it_begins_with() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(issues_workbook(pack(line(KEYS[0], "=HYPERLINK(1)"), line(KEYS[1], "@SUM(1)"))))
    )
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=HYPERLINK(1)", "@SUM(1)"} <= {cell.value for cell in cells}


def test_the_decision_is_a_drop_down_and_the_day_a_date() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(issues_workbook(pack(*map(line, KEYS))))).active
    rules = {rule.type: (str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert rules["list"] == ("G8:G10", f'"{CORRECT},{WILL_FIX}"')
    assert rules["date"][0] == "I8:I10"
    assert sheet["I8"].number_format == "dd/mm/yyyy"
