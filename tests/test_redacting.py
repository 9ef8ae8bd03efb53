"""A redacted file holds nothing of its rows, and every other row reads as it did, at its own number, in every form."""

import csv
import io
import json
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from pipelines.settings import ROOT
from sources.preflight.password import closed
from sources.reading import UnreadableFile, book
from sources.redacting.redacting import CannotRedact, redacted
from tests.bad_input.binary_workbooks import binary_workbook
from tests.bad_input.old_workbooks import old_workbook
from tests.bad_input.open_documents import open_document_of

SECRET = "ZQSECRET"
TABLE = [
    ["Ref", "Name", "Count"],
    ["A1", "Plain", "1"],
    ["A2", SECRET, "2"],
    ["A3", "Plain", "3"],
    ["A4", SECRET, "4"],
]


def rows_of(data: bytes) -> dict[int, dict[int, list[str]]]:
    """Every row that holds something, by sheet and number."""
    return {
        grid.number: {
            number: row
            for number, cells in zip(grid.row_numbers, grid.rows(), strict=True)
            if (row := [cell for cell in cells if cell])
        }
        for grid in book(data).grids
    }


def holds(data: bytes, word: str) -> bool:
    """Whether a word stands anywhere in a file, packed or not."""
    held = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held += [archive.read(name) for name in archive.namelist()]
    return any(word.encode(code) in part for part in held for code in ("utf-8", "utf-16-le", "utf-16-be"))


def workbook(comment: bool = False) -> bytes:
    made = openpyxl.Workbook()
    for title in ("Notes", "Report"):
        sheet = made.create_sheet(title)
        for row in TABLE if title == "Report" else [["Compiled by the team"], ["A note"]]:
            sheet.append(row)
    made.remove(made.worksheets[0])
    if comment:
        made["Report"]["B3"].comment = Comment(SECRET, "somebody")
    made["Report"]["C2"].number_format = "0.00"
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


FORMS = {
    "xlsx": (workbook(), 2),
    "xlsx with comments": (workbook(comment=True), 2),
    "xls": (old_workbook({"Report": TABLE}), 1),
    "xlsb": (binary_workbook({"Report": TABLE}), 1),
    "ods": (open_document_of({"Report": TABLE}), 1),
    "csv": ("\r\n".join(",".join(row) for row in TABLE).encode() + b"\r\n", 1),
    "csv in UTF-16": (("\n".join("\t".join(row) for row in TABLE) + "\n").encode("utf-16"), 1),
    "csv with a separator line": (("sep=;\n" + "\n".join(";".join(row) for row in TABLE) + "\n").encode(), 1),
}


@pytest.mark.parametrize("form", FORMS)
def test_rows_are_gone_and_all_others_stand_at_their_numbers(form: str) -> None:
    data, sheet = FORMS[form]
    skipped = 1 if "separator" in form else 0
    assert book(data).grids[sheet - 1].height == len(TABLE)
    made = redacted(data, {sheet: {3 + skipped, 5 + skipped}}, words={SECRET})
    assert not holds(made, SECRET)
    before, after = rows_of(data), rows_of(made)
    before[sheet] = {
        number: row for number, row in before[sheet].items() if number not in (3 + skipped, 5 + skipped)
    }
    assert after == before
    assert redacted(data, {sheet: {3 + skipped, 5 + skipped}}, words={SECRET}) == made


def test_an_xlsx_keeps_every_other_part_and_format() -> None:
    data = workbook()
    made = redacted(data, {2: {3}}, words=set())
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(io.BytesIO(made)) as now:
        assert was.namelist() == now.namelist()
        changed = [name for name in was.namelist() if was.read(name) != now.read(name)]
    assert set(changed) <= {"xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"}
    assert openpyxl.load_workbook(io.BytesIO(made))["Report"]["C2"].number_format == "0.00"


def test_a_census_loses_the_child_and_no_line() -> None:
    from tests.test_census_intake import CENSUS

    data = CENSUS.encode()
    made = redacted(data, {1: set()}, words={"C1"})
    assert b">C1<" in data and b">C1<" not in made and b">C2<" in made
    assert made.count(b"\n") == data.count(b"\n")
    known = {cell for grid in book(made).grids for row in grid.rows() for cell in row}
    assert "C2" in known and "C1" not in known


def test_a_payload_loses_the_child_and_no_line() -> None:
    data = (ROOT / "data" / "samples" / "national" / "children_social_care.json").read_bytes()
    children = re.findall(rb'"la_child_id": "([^"]+)"', data)
    assert len(children) > 1
    made = redacted(data, {1: set()}, words={children[0].decode()})
    assert children[0] not in re.findall(rb'"la_child_id": ?"([^"]+)"', made)
    assert [name for name in children[1:] if name not in made] == []
    assert made.count(b"\n") == data.count(b"\n") and json.loads(made)
    assert b'"Made"' not in made.split(children[1])[0]
    before = {cell for grid in book(made).grids for row in grid.rows() for cell in row}
    assert children[0].decode() not in before and children[1].decode() in before


def test_a_workbook_behind_a_password_becomes_a_plain_one() -> None:
    shut = closed(workbook(), "a long password")
    made = redacted(shut, {2: {3, 5}}, words={SECRET}, password="a long password")
    assert not holds(made, SECRET)
    assert rows_of(made)[2] == {1: TABLE[0], 2: TABLE[1], 4: TABLE[3]}


def test_what_cannot_be_proved_is_refused_without_a_word_of_it() -> None:
    listed = "".join(f"<row><ref>{row[0]}</ref><name>{row[1]}</name></row>" for row in TABLE[1:])
    with pytest.raises(CannotRedact) as refused:
        redacted(f"<rows>{listed}</rows>".encode(), {1: {1}}, words={SECRET})
    assert SECRET not in str(refused.value)


CELL = st.text(st.sampled_from('ab ,;"\n\r\té£'), max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    cells=st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=6),
    gone=st.sets(st.integers(0, 5)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\r\n", "\n"]),
)
def test_any_text_table_keeps_its_other_rows(
    cells: list[tuple[str, str, str]], gone: set[int], encoding: str, end: str
) -> None:
    """Quotation marks, cells over several lines and any encoding: the law holds, or the file is refused."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL)
    rows.writerow(["first", "second", "third"])
    rows.writerows(("x", *row[1:]) if not row[0].strip() else row for row in cells)
    data = written.getvalue().encode(encoding)
    try:
        before = rows_of(data)[1]
    except UnreadableFile:
        reject()
    chosen = {number for place, number in enumerate(before) if place in gone and place > 0}
    made = redacted(data, {1: chosen}, words=set())
    assert rows_of(made)[1] == {number: row for number, row in before.items() if number not in chosen}
