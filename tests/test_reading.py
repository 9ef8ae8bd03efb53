"""Reading never decides a type, never loses a line, and never lets a bad file end anything but itself."""

import csv
import io
import random
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.delimited import plain
from sources.reading import UnreadableFile, sheets
from tests.made_up_inbox import PERSONS, csv_bytes, workbook_bytes

AS_WRITTEN = ["0012", "1E5", "03/04/2023", "12345678901234567890", "1,234", " x ", "TRUE", "n/a", "=1+1"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_text_arrives_as_it_was_written(mark: str) -> None:
    (grid,) = sheets(csv_bytes([["a"] * len(AS_WRITTEN), AS_WRITTEN], delimiter=mark))
    assert grid.rows()[1] == AS_WRITTEN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_told_from_its_bytes(encoding: str) -> None:
    (grid,) = sheets(csv_bytes([["Name", "Note"], ["Zoë", "£5 – ‘later’"]], encoding=encoding))
    assert grid.rows() == [["Name", "Note"], ["Zoë", "£5 – ‘later’"]]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_is_a_line_end(ending: bytes) -> None:
    (grid,) = sheets(ending.join([b"a,b", b"1,2", b"", b"3,4"]))
    assert (grid.rows(), grid.row_numbers.to_list()) == (
        [["a", "b"], ["1", "2"], [], ["3", "4"]],
        [1, 2, 3, 4],
    )


def test_a_cell_over_several_lines_keeps_the_line_numbers_of_the_file() -> None:
    (grid,) = sheets(b'a,b\n"first\nsecond\nthird",x\n2,y\n')
    assert grid.rows()[1] == ["first\nsecond\nthird", "x"]
    assert grid.row_numbers.to_list() == [1, 2, 5]


def test_titles_and_lists_in_cells_do_not_choose_the_mark() -> None:
    lines = [
        "Report",
        "id;factors;note",
        '1;["1A","1B","2A","3B"];late, but done',
        "2;[];x",
        '3;["1A"];y, z',
    ]
    (grid,) = sheets("\n".join(lines).encode())
    assert [len(row) for row in grid.rows()] == [1, 3, 3, 3, 3]


def test_an_open_quotation_mark_refuses_the_file_and_names_the_line() -> None:
    with pytest.raises(UnreadableFile, match=r"line 3"):
        sheets(b'a,b\n1,2\n"3,4\n5,6\n')


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 40, b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0" + bytes(600), b"\xff\xfe\x00"],
    ids=["neither text nor workbook", "cut workbook", "empty old workbook", "half a character"],
)
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="Expected"):
        sheets(data)


def cells(*values: object) -> tuple[list[str], frozenset[tuple[int, int]]]:
    """How the cells of a workbook's first row are read, and which are unreadable."""
    book = openpyxl.Workbook()
    for column, value in enumerate(values, start=1):
        book.active.cell(1, column, value)
    data = io.BytesIO()
    book.save(data)
    (grid,) = sheets(data.getvalue())
    return grid.rows()[0], grid.unreadable


def test_a_workbooks_own_types_become_plain_text() -> None:
    found, unreadable = cells(
        "0012", 12, 12.5, True, datetime(2023, 4, 3, 14, 5), date(2023, 4, 3), time(9, 5), timedelta(hours=30)
    )
    expected = ["0012", "12", "12.5", "Y", "2023-04-03 14:05:00", "2023-04-03", "09:05:00"]
    assert found[:7] == expected
    assert unreadable == frozenset()


def test_excel_dates_keep_every_second() -> None:
    chance = random.Random(1)
    moments = [datetime(2022, 1, 1) + timedelta(seconds=chance.randrange(60_000_000)) for _ in range(1000)]
    found, _ = cells(*moments)
    assert found == [str(moment) for moment in moments]


def test_error_cells_and_formulas_without_a_value_are_known_by_their_place() -> None:
    found, unreadable = cells("x", "=A1", "#REF!", "#N/A", "y")
    assert found == ["x", "", "", "", "y"]
    assert unreadable == {(1, 2), (1, 3), (1, 4)}


def formula_cell(cell: str) -> frozenset[tuple[int, int]]:
    """The unreadable places of a workbook whose B1 is `cell` in its XML."""
    source, target = io.BytesIO(workbook_bytes({"S": [["x", "=A1"]]})), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            xml = old.read(part)
            # However openpyxl wrote the empty value: that depends on the XML library beside it.
            written = rb'<c r="B1"><f>A1</f><v(?: ?/>|></v>)</c>'
            new.writestr(part, re.sub(written, lambda _: cell.encode(), xml))
    return sheets(target.getvalue())[0].unreadable


@pytest.mark.parametrize(
    ("cell", "is_unreadable"),
    [
        ('<c r="B1"><f>A1</f></c>', True),
        ('<c r="B1"><f>A1</f><v/></c>', True),
        ('<c r="B1"><f t="shared" ref="B1:B9" si="0">A1</f></c>', True),
        ('<c r="B1"><f t="shared" si="0"/></c>', True),
        ('<c r="B1" t="str"><f>A1</f></c>', True),
        ('<c r="B1" t="str"><f>IF(A1="","",A1)</f><v></v></c>', False),
        ('<c r="B1" t="str"><f>A1</f><v>x</v></c>', False),
        ('<c r="B1"><f>1+1</f><v>2</v></c>', False),
    ],
)
def test_only_a_formula_that_was_never_computed_is_unreadable(cell: str, is_unreadable: bool) -> None:
    assert formula_cell(cell) == ({(1, 2)} if is_unreadable else frozenset())


def test_a_blank_first_row_and_column_keep_their_numbers() -> None:
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    data = io.BytesIO()
    book.save(data)
    (grid,) = sheets(data.getvalue())
    place = next(
        (number, row.index("x") + 1)
        for number, row in zip(grid.row_numbers.to_list(), grid.rows(), strict=True)
        if "x" in row
    )
    assert place == (4, 3)


def test_a_workbook_with_a_changed_byte_is_refused() -> None:
    data = workbook_bytes({"S": PERSONS})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        facts = package.getinfo("xl/worksheets/sheet1.xml")
    middle = facts.header_offset + 60 + facts.compress_size // 2
    with pytest.raises(UnreadableFile):
        sheets(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])


def test_two_parts_of_one_name_are_refused() -> None:
    data = io.BytesIO(workbook_bytes({"S": PERSONS}))
    with zipfile.ZipFile(data, "a") as package, pytest.warns(UserWarning):
        package.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    with pytest.raises(UnreadableFile):
        sheets(data.getvalue())


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_unread() -> None:
    data = io.BytesIO(workbook_bytes({"S": PERSONS}))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", bytes(210_000_000))
    assert len(data.getvalue()) < 1_000_000
    with pytest.raises(UnreadableFile, match="200 MB"):
        sheets(data.getvalue())


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "CV900000"])
def test_a_cell_at_the_far_corner_does_not_end_the_process(cell: str) -> None:
    """In a process of its own, because the reader would take the test's process with it."""
    program = f"""
import io, openpyxl
from sources.delimited import plain
from sources.reading import UnreadableFile, sheets
book = openpyxl.Workbook(); book.active["A1"] = "x"; book.active[{cell!r}] = "y"
data = io.BytesIO(); book.save(data)
try:
    print(len(sheets(data.getvalue())))
except UnreadableFile as refused:
    print(refused)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1" if cell in ("A1048576", "XFD1") else "far away" in done.stdout


CELL = st.text(alphabet='ab ",;|\n\r\té\x01#', max_size=4)


@st.composite
def delimited_texts(draw: st.DrawFn) -> str:
    """Text as systems and people write it: cells quoted or not, rows alike or ragged, any line end."""
    if draw(st.booleans()):
        return draw(st.text(alphabet='ab",\n\r\x01é', max_size=30))
    rows = draw(st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=5))
    if draw(st.booleans()):
        rows = [(row * 3)[:3] for row in rows]
    text = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(text, lineterminator=draw(st.sampled_from(["\n", "\r\n"])), quoting=quoting).writerows(rows)
    return text.getvalue()


@settings(max_examples=400, deadline=None)
@given(delimited_texts())
def test_the_quick_way_reads_as_the_careful_one_or_not_at_all(text: str) -> None:
    quick = plain(text, ",")
    if quick is None:
        return
    careful = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert quick.rows() == careful
    assert quick.row_numbers.to_list() == list(range(1, len(careful) + 1))


def test_the_quick_way_is_taken_for_what_systems_export() -> None:
    assert plain('a,b\r\n"x, ""y""",\r\n', ",") is not None
    assert plain('a,b\n1,2\n"3\n4",5\n', ",") is None
    assert plain("a,b\n1\n", ",") is None
