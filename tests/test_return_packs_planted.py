"""The packs of a made-up partnership with planted faults: every place is right, and mending these places is enough."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from pipelines.home import Home
from pipelines.intake.inbox import AGENCIES
from pipelines.intake.intake import Intake
from pipelines.returns.packed import folder_of
from pipelines.returns.return_packs import write_packs
from pipelines.review.issues import issues
from pipelines.settings import settings
from scorecards.period import Month
from sources.synthetic.sample import write_sample

pytestmark = pytest.mark.slow

MARCH = Month.parse("2023-03")
KEYS = ("cine_referral_id", "s47e_s47_enquiry_id", "Incident Ref")
"""Columns in which a planted row lacks its reference, or has another row's: any new one mends it."""

OPTIONAL = ("cinp_cin_plan_end_date", "Found")
"""Ends before their start: the start was changed too, so that no end mends it better than none."""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    write_sample(
        folder, first="2023-03", last="2023-03", seed=0, scale=1, faults="typical", progress=None, truth=0
    )
    return folder


@pytest.fixture(scope="module")
def home(inbox: Path) -> Home:
    place = Home(settings(inbox=inbox, home=inbox.parent / f"{inbox.name}-home"))
    place.open()
    return place


def packed(home: Home) -> dict[str, list[dict[str, Any]]]:
    """The rows of every supplier's issues workbook that a row was set aside for, by supplier."""
    with home.ledger.writing():
        intake = Intake(home)
        for agency in AGENCIES:
            intake.take_agency(agency, MARCH)
    made = write_packs(home, MARCH, issues(home, MARCH))
    found = {}
    for each in made:
        path = folder_of(home, MARCH) / each.folder / "issues.xlsx"
        if path.exists():
            rows = [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
            heads = next(number for number, row in enumerate(rows) if row[0] == "Issue")
            lines = [dict(zip(rows[heads], row, strict=True)) for row in rows[heads + 1 :]]
            found[each.folder] = [line for line in lines if line["What happens"] == "Row set aside"]
    return found


Place = tuple[str, str, str, int]


def planted(inbox: Path) -> dict[Place, str]:
    """The heading of every planted row that has to be set aside, by agency, file, sheet and row; empty for a line."""
    with (inbox / "truth" / "faults.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["agency"], row["file"], row["sheet"], int(row["row"])): row["column"]
            for row in csv.DictReader(file)
            if row["expected"] in ("row set aside", "one of two equal rows kept")
        }


def placed(agency: str, line: dict[str, Any]) -> Place:
    """A line's place in the terms of the planted list."""
    sheet, row, _ = where(line)
    return agency, line["File"], sheet, row


def where(line: dict[str, Any]) -> tuple[str, int, int]:
    """Sheet, row and column of a line, from the words in which it is told; a column of nought is the whole row."""
    text = re.match(r"line (\d+)(?:, column (\d+))?", line["Where"])
    if text:
        return "", int(text[1]), int(text[2] or 0)
    sheet, _, cell = line["Where"].rpartition("!")
    letters, row = coordinate_from_string(cell)
    return sheet.strip("'"), row, column_index_from_string(letters)


def test_the_lists_are_the_planted_rows_and_each_place_holds_what_it_says(inbox: Path, home: Home) -> None:
    found = packed(home)
    told = {placed(agency, line): line["Column"] or "" for agency, lines in found.items() for line in lines}
    assert told == planted(inbox)
    for agency, lines in found.items():
        for line in lines:
            _, row, column = where(line)
            if column:
                cells = table(inbox / "2023-03" / agency / line["File"], where(line)[0])
                assert str(cells[row - 1][column - 1] or "") == (line["In your file"] or "")


def table(path: Path, sheet: str) -> list[list[Any]]:
    """A file's cells as another reader finds them."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def test_the_marked_workbook_is_the_suppliers_own_but_for_the_marks(inbox: Path, home: Home) -> None:
    lines = packed(home)["police"]
    (path,) = (folder_of(home, MARCH) / "police").glob("*-marked.xlsx")
    back, sent = (
        openpyxl.load_workbook(path),
        openpyxl.load_workbook(inbox / "2023-03" / "police" / lines[0]["File"]),
    )
    wrong = {line["Where"].replace("'", "") for line in lines}
    assert back.sheetnames[1:] == sent.sheetnames
    for sheet in sent:
        for row in sheet.iter_rows():
            for cell in row:
                again = back[sheet.title][cell.coordinate]
                assert (again.value, again.data_type, again.number_format) == (
                    cell.value,
                    cell.data_type,
                    cell.number_format,
                )
                is_marked = again.comment is not None and again.fill.fill_type == "solid"
                assert is_marked == (f"{sheet.title}!{cell.coordinate}" in wrong)


def test_mending_exactly_these_cells_empties_the_list(inbox: Path, home: Home) -> None:
    found = packed(home)
    assert found["police"]
    assert found["mosaic"]
    files = {(agency, line["File"]) for agency, lines in found.items() for line in lines}
    for agency, name in sorted(files):
        path = inbox / "2023-03" / agency / name
        lines = [line for line in found[agency] if line["File"] == name]
        (path.parent / f"mended {name}").write_bytes(mended(path, lines))
    assert not any(packed(home).values())


def mended(path: Path, lines: list[dict[str, Any]]) -> bytes:
    """The file with right values at the reported places and nothing else changed."""
    if path.suffix == ".csv":
        rows = table(path, "")
        for number, line in enumerate(lines):
            _, row, column = where(line)
            if column:
                rows[row - 1][column - 1] = right(rows, line, number) or ""
            else:
                width = len(rows[0])
                rows[row - 1] = [*rows[row - 1], *twin(rows, row)[len(rows[row - 1]) :]][:width]
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        return text.getvalue().encode()
    book = openpyxl.load_workbook(path)
    for number, line in enumerate(lines):
        sheet, row, column = where(line)
        book[sheet].cell(row, column).value = right(table(path, sheet), line, number)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def right(rows: list[list[Any]], line: dict[str, Any], number: int) -> Any:
    """What ought to stand at a line's place: the value of the good row of which the wrong one is a copy."""
    if line["Column"] in KEYS:
        return f"FIXED{number}"
    if line["Column"] in OPTIONAL:
        return None
    _, row, column = where(line)
    return twin(rows, row)[column - 1]


def twin(rows: list[list[Any]], row: int) -> list[Any]:
    """The other row with the most cells in common."""
    wrong = rows[row - 1]
    others = (
        other for place, other in enumerate(rows, start=1) if place != row and len(other) == len(rows[0])
    )
    return max(
        others,
        key=lambda other: sum(a == b and a not in ("", None) for a, b in zip(wrong, other, strict=False)),
    )
