"""A supplier's workbook comes back marked: the wrong cells show it, and nothing else of it is another."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText

from scorecards.marking.mark import Mark
from scorecards.marking.package import CannotMark
from scorecards.marking.results import Results
from scorecards.marking.workbook import RESULTS, marked, obstacle
from tests.made_up_inbox import MISSING_MARCH, workbook_bytes

FRONT = Results(
    title="Check results",
    lines=("Two cells are marked.",),
    headings=("Place", "What we expected"),
    widths=(20, 60),
    rows=[("Missing!F4", "=1+1"), ("Missing!G5", "A value")],
    links=["'Missing'!F4", "'Missing'!G5"],
)
RULE = "Row set aside (MIS01)"
EXPECTED = "Expected the child to be found after the report; found a time before it."
REMEDY = "Correct the time found or the time reported."


def mark(row: int | None, column: int | None, sheet: int = 1) -> Mark:
    return Mark(sheet=sheet, row=row, column=column, heading=RULE, words=(EXPECTED, REMEDY))


# openpyxl says aloud what it would lose; that is why it is not what marks.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def png() -> bytes:
    """A picture of one dark dot."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def everything() -> bytes:
    """A workbook with all that people put into one, much of which openpyxl would lose on saving."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    day, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    white = book.add_format({"font_color": "#FFFFFF", "bg_color": "#003366", "num_format": "0.00"})
    sheet = book.add_worksheet("Missing")
    sheet.merge_range("A1:D1", "Missing children", bold)
    sheet.write_row(2, 0, ["Ref", "When", "Number", "Note"])
    for row in range(3, 9):
        sheet.write_string(row, 0, f"00{row}")
        sheet.write_number(row, 1, 45000 + row, day)
        sheet.write_number(row, 2, row / 3, white)
        sheet.write_rich_string(row, 3, "plain ", bold, "bold", " plain")
    sheet.write_formula(9, 2, "=SUM(C4:C9)", white, 14.0)
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_column("F:F", 4, day, {"hidden": True})
    sheet.data_validation("D4:D9", {"validate": "list", "source": ["a", "b"]})
    sheet.conditional_format("C4:C9", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("G4", {"range": "Missing!C4:C9"})
    sheet.insert_textbox("I2", "A box that a library would lose")
    sheet.insert_image("I9", "dot.png", {"image_data": io.BytesIO(png())})
    sheet.write_comment("A4", "Their own comment", {"author": "Ann Example"})
    sheet.autofilter("A3:D9")
    sheet.freeze_panes(3, 0)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Missing!$C$4:$C$9"})
    sheet.insert_chart("I12", chart)
    other = book.add_worksheet("Notes")
    other.write("A1", "Compiled by the analysts' team")
    other.activate()
    other.add_table("A3:B5", {"columns": [{"header": "One"}, {"header": "Two"}]})
    other.print_area("A1:B5")
    book.define_name("Total", "=Missing!$C$10")
    book.define_name("Missing!Local", "=Missing!$A$4")
    book.close()
    return data.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def face(cell: Any) -> tuple[Any, ...]:
    """Everything that can be seen of a cell."""
    value = repr(cell.value) if isinstance(cell.value, CellRichText) else cell.value
    comment = (cell.comment.text, cell.comment.author) if cell.comment else None
    look = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
    return (value, cell.data_type, cell.number_format, cell.style, *map(repr, look), comment)


def differing(before: bytes, after: bytes) -> set[str]:
    """The cells of the workbook before that are another afterwards, by sheet and place."""
    old, new = opened(before), opened(after)
    assert new.sheetnames[1:] == old.sheetnames
    return {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in old
        for row in sheet.iter_rows(max_row=sheet.max_row + 3, max_col=sheet.max_column + 3)
        for cell in row
        if face(cell) != face(new[sheet.title][cell.coordinate])
    }


def furniture(data: bytes, title: str) -> dict[str, Any]:
    """What a sheet has besides cells."""
    sheet = opened(data)[title]
    rows = {number: (row.height, row.hidden) for number, row in sheet.row_dimensions.items()}
    columns = {name: (column.width, column.hidden) for name, column in sheet.column_dimensions.items()}
    rules = [(str(rule.sqref), rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation]
    tables = dict(sheet.tables.items())
    return {
        "rows": rows,
        "columns": columns,
        "rules": rules,
        "tables": tables,
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "conditional": [str(each.sqref) for each in sheet.conditional_formatting],
        "charts": len(sheet._charts),
        "pictures": len(sheet._images),
        "filter": sheet.auto_filter.ref,
        "panes": sheet.freeze_panes,
        "print": sheet.print_area,
        "names": {name: each.attr_text for name, each in sheet.defined_names.items()},
    }


def test_a_marked_cell_is_filled_bordered_and_commented() -> None:
    book = opened(marked(everything(), [mark(5, 3)], FRONT))
    cell = book["Missing"]["C5"]
    assert (cell.fill.fill_type, cell.fill.fgColor.rgb) == ("solid", "FFFFE699")
    assert {getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")} == {"medium"}
    assert cell.font.color.rgb == "FF0B0C0C"  # their white letters could not be read on the fill
    assert (cell.value, cell.number_format) == (pytest.approx(4 / 3), "0.00")
    assert all(words in cell.comment.text for words in (RULE, EXPECTED, REMEDY))


def test_every_unmarked_cell_is_as_it_was_and_so_is_everything_else() -> None:
    before = everything()
    after = marked(before, [mark(5, 3), mark(12, 2), mark(4, 2)], FRONT)
    assert differing(before, after) == {"Missing!C5", "Missing!B12", "Missing!B4"}
    for title in ("Missing", "Notes"):
        assert furniture(after, title) == furniture(before, title)
    assert opened(after).defined_names["Total"].attr_text == opened(before).defined_names["Total"].attr_text


def test_what_a_library_would_lose_is_still_there() -> None:
    before = everything()
    with (
        zipfile.ZipFile(io.BytesIO(before)) as old,
        zipfile.ZipFile(io.BytesIO(marked(before, [mark(5, 3)], FRONT))) as new,
    ):
        kept = {name for name in old.namelist() if old.read(name) == new.read(name)}
        sheet = new.read("xl/worksheets/sheet1.xml")
    assert {
        "xl/drawings/drawing1.xml",
        "xl/charts/chart1.xml",
        "xl/media/image1.png",
        "xl/sharedStrings.xml",
    } <= kept
    assert b"sparklineGroup" in sheet
    assert b"x14:dataBar" in sheet or b":dataBar " in sheet


def test_a_comment_that_was_there_stays_before_ours() -> None:
    book = opened(marked(everything(), [mark(4, 1), mark(5, 1)], FRONT))
    words = book["Missing"]["A4"].comment.text
    assert words.startswith("Their own comment")
    assert EXPECTED in words
    assert EXPECTED in book["Missing"]["A5"].comment.text


def test_a_blank_cell_that_should_be_filled_is_marked_in_its_columns_format() -> None:
    cell = opened(marked(everything(), [mark(5, 6)], FRONT))["Missing"]["F5"]
    assert (cell.value, cell.number_format, cell.fill.fgColor.rgb) == (None, "dd/mm/yyyy", "FFFFE699")


def test_a_mark_on_a_merged_area_shows_on_its_first_cell() -> None:
    sheet = opened(marked(everything(), [mark(1, 3)], FRONT))["Missing"]
    assert sheet["A1"].comment is not None


def test_two_rules_at_one_cell_are_one_comment() -> None:
    comment = opened(marked(everything(), [mark(5, 3), mark(5, 3)], FRONT))["Missing"]["C5"].comment
    assert comment.text.count(EXPECTED) == 2


def test_a_row_without_a_column_is_marked_at_its_beginning_and_a_sheet_not_at_all() -> None:
    before = everything()
    assert differing(before, marked(before, [mark(6, None), mark(None, None)], FRONT)) == {"Missing!A6"}


def test_the_results_stand_in_front_and_lead_to_the_cells() -> None:
    book = opened(marked(everything(), [mark(5, 3)], FRONT))
    sheet = book.worksheets[0]
    assert (book.active.title, sheet.title) == (RESULTS, RESULTS)
    assert [each.title for each in book if each.sheet_view.tabSelected] == [RESULTS]
    assert {cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink} == {
        "'Missing'!F4",
        "'Missing'!G5",
    }
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}, "a supplier's text is never a formula"
    assert len(sheet.tables) == 1


def test_a_sheet_of_that_name_keeps_it() -> None:
    before = workbook_bytes({RESULTS: MISSING_MARCH, "Missing": MISSING_MARCH})
    assert opened(marked(before, [mark(2, 1)], FRONT)).sheetnames == [f"{RESULTS} 2", RESULTS, "Missing"]


def test_the_same_marks_give_the_same_bytes() -> None:
    assert marked(everything_once, [mark(5, 3)], FRONT) == marked(everything_once, [mark(5, 3)], FRONT)


everything_once = everything()


@given(st.lists(st.tuples(st.integers(1, 15), st.integers(1, 15)), min_size=1, max_size=12, unique=True))
@settings(max_examples=12, deadline=None)
def test_whatever_is_marked_nothing_else_changes(places: list[tuple[int, int]]) -> None:
    before = workbook_bytes({"Missing": MISSING_MARCH, "Notes": [["x"]]}, titles=3, total=True)
    letters = "ABCDEFGHIJKLMNO"
    after = marked(before, [mark(*place) for place in places], FRONT)
    expected = {f"Missing!{letters[column - 1]}{row}" for row, column in places}
    # Beyond what the sheet holds, only cells within the compared area are seen.
    assert differing(before, after) <= expected
    assert all(opened(after)["Missing"].cell(*place).comment for place in places)


def with_parts(data: bytes, **changes: bytes | None) -> bytes:
    """A package with some parts added or replaced."""
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(done, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name.replace("__", "/"), part or b"")
    return done.getvalue()


def strict(data: bytes) -> bytes:
    main, other = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(done, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(main, other))
    return done.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Ref,When\n1,2\n", "no .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "no .xlsx workbook"),
        (b"PK\x03\x04 cut off", "damaged or protected"),
        (with_parts(workbook_bytes({"A": [["x"]]}), _xmlsignatures__origin=b"x"), "signed"),
        (strict(workbook_bytes({"A": [["x"]]})), "Strict"),
    ],
)
def test_what_cannot_be_marked_says_why(data: bytes, reason: str) -> None:
    assert reason in obstacle(data)
    with pytest.raises(CannotMark, match=re.escape(reason)):
        marked(data, [mark(1, 1)], FRONT)


def test_macros_stay_and_are_no_obstacle() -> None:
    before = with_parts(everything(), xl__vbaProject_bin=b"made-up program")
    assert obstacle(before) == ""
    with zipfile.ZipFile(io.BytesIO(marked(before, [mark(5, 3)], FRONT))) as package:
        assert package.read("xl/vbaProject_bin") == b"made-up program"


@pytest.mark.slow
def test_another_program_opens_it(tmp_path: Path) -> None:
    """LibreOffice reads the marked workbook and keeps fill and comment."""
    import shutil
    import subprocess

    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked(everything(), [mark(5, 3)], FRONT))
    out = tmp_path / "out"
    subprocess.run(
        [office, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)],
        check=True,
        timeout=120,
    )
    again = openpyxl.load_workbook(out / "marked.xlsx")
    assert again.sheetnames == [RESULTS, "Missing", "Notes"]
    assert again["Missing"]["C5"].fill.fgColor.rgb == "FFFFE699"
    assert EXPECTED in again["Missing"]["C5"].comment.text
