"""What a look at a file's form must refuse, and what it must tell. Nothing of a file's content is ever in the words."""

import gzip
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chartsheet import Chartsheet

from sources.preflight import worksheet_xml
from sources.preflight.remark import every_notice
from sources.reading import Book, UnreadableFile, book
from tests.bad_input.binary_workbooks import binary_workbook
from tests.bad_input.old_workbooks import ERROR, old_workbook
from tests.bad_input.workbooks import (
    SHEET,
    added,
    bomb,
    changed,
    encrypted,
    in_another_form,
    old_container,
    packed,
    parts,
    replaced,
    without_checksum,
)
from tests.made_up_inbox import PERSONS, csv_bytes, workbook_bytes

SECRET = "ZZSENTINEL"
TABLE = [["Report Ref", "Found"], ["M1", SECRET], ["M2", ""], ["M3", "x"]]
GOOD = workbook_bytes({"Data": TABLE, "More": [["a"]]})
DOCTYPE = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ZZSENTINEL'>]>"


def told(data: bytes, **how: str) -> set[str]:
    """The codes of what is noticed in a file, after checking that the words hold nothing of it."""
    found = book(data, **how)
    assert not any(SECRET in each.message for each in found.remarks)
    return {each.notice.code for each in found.remarks}


def refused(data: bytes, **how: str) -> str:
    """The words of a refusal: what was expected, what was found, what to do, and no content."""
    with pytest.raises(UnreadableFile) as caught:
        book(data, **how)
    words = str(caught.value)
    assert re.fullmatch(r"Expected .+; found .+?\. .+\.", words)
    assert SECRET not in words and SECRET not in repr(caught.value.__context__)
    return words


def cell(reference: str, value: str) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(
        b"</row></sheetData>", f'<c r="{reference}"><v>{value}</v></c></row></sheetData>'.encode()
    )


FOREIGN = {
    "nothing": b"",
    "a mark and nothing": b"\xef\xbb\xbf\r\n",
    "compressed": gzip.compress(csv_bytes(TABLE)),
    "a PDF": b"%PDF-1.7 " + SECRET.encode(),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "a letter": b"{\\rtf1 " + SECRET.encode() + b"}",
    "a web page": b"<html><table><tr><td>ZZSENTINEL</td></tr></table></html>",
    "a web page in UTF-16": "<HTML><body>ZZSENTINEL".encode("utf-16"),
    "a database": b"SQLite format 3\x00" + bytes(80),
    "Parquet": b"PAR1" + bytes(80),
    "a zip of the report": packed({"report.csv": csv_bytes(TABLE)}),
    "a Word document": packed({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}),
    "an old Word document": old_container(b"\x00" * 4096, "WordDocument"),
    "UTF-16 without its mark": csv_bytes(TABLE, encoding="utf-16-le"),
    "UTF-32": csv_bytes(TABLE, encoding="utf-32"),
}
HOSTILE = {
    "a part that leaves the folder": added(GOOD, "../../evil.txt", b"x"),
    "a part with a whole path": added(GOOD, "/etc/evil", b"x"),
    "a part on a drive": added(GOOD, "C:/evil", b"x"),
    "two parts of one name": added(GOOD, SHEET, b"<worksheet/>"),
    "two parts that differ in case": added(GOOD, SHEET.upper(), b"<worksheet/>"),
    "thousands of parts": packed({**parts(GOOD), **{f"xl/media/{n}": b"" for n in range(5001)}}),
    "a document type": changed(GOOD, SHEET, lambda xml: DOCTYPE + xml),
    "a document type in the workbook": changed(GOOD, "xl/workbook.xml", lambda xml: DOCTYPE + xml),
    "a document type in UTF-16": changed(
        GOOD, SHEET, lambda xml: (DOCTYPE + xml).decode().replace("'1.0'", "'1.0' encoding='utf-16'").encode("utf-16")
    ),
    "a changed letter": without_checksum(GOOD, b"ZZSENTINEL", b"ZZSENTINEM"),
    "half of it": GOOD[: len(GOOD) // 2],
    "all but its end": GOOD[:-60],
    "a cell far away": changed(GOOD, SHEET, cell("XFD1048576", "1")),
    "a cell far below in a wide sheet": changed(GOOD, SHEET, cell("CV900000", "1")),
    "a huge merged area": replaced(
        changed(GOOD, SHEET, cell("Z300000", "1")), SHEET, "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A1:Z300000"/></mergeCells>',
    ),
    "two sheets of one name": replaced(GOOD, "xl/workbook.xml", 'name="More"', 'name="Data"'),
    "a cell that stands twice": changed(GOOD, SHEET, cell("A2", "1")),
    "a sheet that is no XML": changed(GOOD, SHEET, lambda xml: b"<x:worksheet>" + xml),
    "a sheet that is not there": packed({name: part for name, part in parts(GOOD).items() if name != SHEET}),
}  # fmt: skip


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_report_is_refused_by_its_kind(data: bytes) -> None:
    refused(data)


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_damaged_or_hostile_is_refused(data: bytes) -> None:
    refused(data)


def test_a_bomb_is_refused() -> None:
    refused(changed(GOOD, SHEET, lambda _: bomb(150)))


def test_a_zip_that_is_no_workbook_is_told_from_a_damaged_one() -> None:
    assert "archive" in refused(FOREIGN["a zip of the report"])
    assert "another program" in refused(FOREIGN["an old Word document"])
    assert "web page" in refused(FOREIGN["a web page"])


def test_a_good_workbook_gives_no_cause_to_say_anything() -> None:
    assert told(GOOD, name="a.xlsx") == set()


def in_sheet(old: str, new: str) -> bytes:
    return replaced(GOOD, SHEET, old, new)


NOTICED = {
    "macros": (added(GOOD, "xl/vbaProject.bin", b"x"), {"PRE10"}),
    "links": (added(GOOD, "xl/externalLinks/externalLink1.xml", b"<a/>"), {"PRE11"}),
    "a connection": (added(GOOD, "xl/connections.xml", b"<a/>"), {"PRE11"}),
    "1904": (replaced(GOOD, "xl/workbook.xml", "<workbookPr ?/>", '<workbookPr date1904="1"/>'), {"PRE12"}),
    "a hidden sheet": (
        replaced(GOOD, "xl/workbook.xml", 'name="More" sheetId="2" state="visible"', 'name="More" sheetId="2" state="veryHidden"'),
        {"PRE13"},
    ),
    "a hidden row": (in_sheet('<row r="2"', '<row r="2" hidden="1"'), {"PRE14"}),
    "a hidden column": (in_sheet("<sheetData>", '<cols><col min="2" max="9" hidden="1"/></cols><sheetData>'), {"PRE15"}),
    "a filter": (
        in_sheet("</sheetData>", '</sheetData><autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter>'),
        {"PRE16"},
    ),
    "a filter that is off": (in_sheet("</sheetData>", '</sheetData><autoFilter ref="A1:B3"/>'), set()),
    "a false dimension": (in_sheet('<dimension ref="A1:B4" ?/>', '<dimension ref="A1:A3"/>'), {"PRE19"}),
}  # fmt: skip


@pytest.mark.parametrize(("data", "codes"), NOTICED.values(), ids=NOTICED)
def test_what_is_odd_about_a_workbook_is_told_and_its_values_are_the_same(
    data: bytes, codes: set[str]
) -> None:
    assert told(data) == codes
    assert [grid.rows() for grid in book(data).grids] == [grid.rows() for grid in book(GOOD).grids]


@pytest.mark.parametrize(
    ("data", "codes"), [each for each in NOTICED.values() if each[0] != NOTICED["1904"][0]]
)
def test_a_workbook_that_is_written_unusually_is_told_the_same(data: bytes, codes: set[str]) -> None:
    unusual = changed(data, SHEET, in_another_form)
    assert worksheet_xml.usual_cells(parts(unusual)[SHEET]) is None
    assert told(unusual) == codes


XML_CELLS = st.sampled_from(
    [
        "",
        '<c r="{r}"/>',
        '<c r="{r}" s="1"/>',
        '<c r="{r}"><v>5</v></c>',
        '<c r="{r}" s="1"><v>7</v></c>',
        '<c r="{r}" t="e"><v>#REF!</v></c>',
        '<c r="{r}" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="{r}"><f>A1</f></c>',
        '<c r="{r}"><f>A1</f><v></v></c>',
        '<c r="{r}"><f t="shared" si="0"/></c>',
        '<c r="{r}" t="str"><f>A1</f><v></v></c>',
        '<c r="{r}" t="str"><f>A1</f></c>',
        '<c r="{r}"><f>1+1</f><v>2</v></c>',
        '<c r="{r}" t="inlineStr"><is><t>x</t></is></c>',
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.lists(XML_CELLS, max_size=4)), max_size=6), st.booleans())
def test_searching_a_sheet_finds_what_walking_through_it_finds(
    rows: list[tuple[bool, list[str]]], is_merged: bool
) -> None:
    body = "".join(
        f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>'
        + "".join(cell.format(r=f"{'ABCD'[place]}{number}") for place, cell in enumerate(cells))
        + "</row>"
        for number, (hidden, cells) in enumerate(rows, start=1)
        if cells and any(cells)
    )
    merged = '<mergeCells count="1"><mergeCell ref="B1:C3"/></mergeCells>' if is_merged else ""
    xml = f'<worksheet xmlns="http://a"><sheetData>{body}</sheetData>{merged}</worksheet>'.encode()
    assert worksheet_xml.usual_cells(xml) is not None
    found = worksheet_xml.sheet_census(xml, "x", {1: 7})
    walked = worksheet_xml.walked(xml, "x", {1: 7})
    assert found.errors == walked.errors
    assert found.uncomputed == walked.uncomputed
    assert found.zero_filled == walked.zero_filled
    assert found.hidden_rows == walked.hidden_rows
    assert found.merged == walked.merged or "/>" in body  # blank cells widen the one and not the other
    assert worksheet_xml.walked(in_another_form(xml), "x", {1: 7}) == walked


def test_a_merged_cell_hides_the_rows_below_it_and_not_its_neighbours() -> None:
    data = in_sheet(
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="B2:B4"/><mergeCell ref="A1:B1"/></mergeCells>',
    )
    assert book(data).grids[0].unreadable == {(3, 2), (4, 2)}


def test_numbers_shown_with_leading_zeros_keep_them() -> None:
    made = openpyxl.Workbook()
    made.active.append(["id"])
    made.active.append([12345])
    made.active["A2"].number_format = "0000000"
    made.active["B2"] = 12345
    data = io.BytesIO()
    made.save(data)
    assert book(data.getvalue()).grids[0].rows()[1] == ["0012345", "12345"]


def test_dates_counted_from_1904_are_the_same_days() -> None:
    from datetime import datetime

    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active.append([datetime(2023, 4, 3, 14, 5), datetime(1999, 12, 31)])
    data = io.BytesIO()
    made.save(data)
    found = book(data.getvalue())
    assert found.grids[0].rows()[0] == ["2023-04-03 14:05:00", "1999-12-31"]
    assert [each.notice.code for each in found.remarks] == ["PRE12"]


def test_a_chart_on_a_sheet_of_its_own_does_not_shift_the_others() -> None:
    made = openpyxl.load_workbook(io.BytesIO(GOOD))
    made._add_sheet(Chartsheet(parent=made, title="Chart"), 0)
    made["More"]["A1"] = "#REF!"
    data = io.BytesIO()
    made.save(data)
    by_title = {grid.title: grid for grid in book(data.getvalue()).grids}
    assert by_title["Data"].rows()[1] == ["M1", SECRET]
    assert by_title["More"].unreadable == {(1, 1)}


@pytest.mark.parametrize("write", [old_workbook, binary_workbook], ids=["xls", "xlsb"])
def test_the_older_and_the_binary_form_lose_nothing_either(write: Callable[..., bytes]) -> None:
    rows = [["id", "é"], ["0012", ERROR], [12.0, 2.5], [True, None]]
    odd = {"hidden_rows": [3], "hidden_sheets": ["Behind"], "from_1904": True, "is_filtered": True}
    data = write({"Data": rows, "Behind": [["x"]]}, **odd)
    found = book(data)
    assert found.grids[0].rows() == [["id", "é"], ["0012", ""], ["12", "2.5"], ["Y", ""]]
    assert found.grids[0].unreadable == {(2, 2)}
    assert {each.notice.code for each in found.remarks} == {"PRE12", "PRE13", "PRE14", "PRE16"}


def test_merged_cells_of_the_older_form_are_known() -> None:
    assert book(old_workbook({"S": [["a"], ["b"], ["c"]]}, merged=[(0, 2, 0, 0)])).grids[0].unreadable == {
        (2, 1),
        (3, 1),
    }


def test_a_workbook_behind_a_password_is_named_as_such_and_opened_with_it() -> None:
    data = encrypted(GOOD, "correct horse")
    assert "protected by a password" in refused(data)
    assert "another password" in refused(data, password="wrong " + SECRET)
    found = book(data, password="correct horse", name="a.xlsx")
    assert [grid.rows() for grid in found.grids] == [grid.rows() for grid in book(GOOD).grids]
    assert [each.notice.code for each in found.remarks] == ["PRE22"]
    assert "password" in refused(old_workbook({"S": [["a"]]}, is_protected=True))
    refused(data[: len(data) // 2], password="correct horse")


TEXT = {
    "cp1252": (csv_bytes([["a", "b"], ["é – £", "2"]], encoding="cp1252"), {"PRE01"}),
    "two encodings": (csv_bytes([["a", "b"], ["é", "ß"]]) + "“x”,y\n".encode("cp1252"), {"PRE02", "PRE03"}),
    "encoded twice": ("a,b\né,2\n".encode().decode("cp1252").encode(), {"PRE03"}),
    "a lost character": ("a,b\n\ufffd,2\n".encode(), {"PRE03"}),
    "good accents": ("a,b\nÃlvaro,Zoë – “x” £5\n".encode(), set()),
    "no end": (b"a,b\n1,2", {"PRE04"}),
    "a named separator": (b"sep=;\r\na;b\r\n1;2\r\n", {"PRE05"}),
    "a long cell": (b'a,b\n"1\n2\n3\n4\n5\n6\n7",x\n', {"PRE06"}),
    "two lines in a cell": (b'a,b\n"1\n2",x\n', set()),
}


@pytest.mark.parametrize(("data", "codes"), TEXT.values(), ids=TEXT)
def test_what_is_odd_about_a_text_is_told(data: bytes, codes: set[str]) -> None:
    assert told(data, name="a.csv") == codes


def test_a_line_that_names_the_separator_is_no_line_of_the_table() -> None:
    (grid,) = book(b"sep=;\na;b\n1,5;2\n").grids
    assert (grid.rows(), grid.row_numbers.to_list()) == ([["a", "b"], ["1,5", "2"]], [2, 3])
    (grid,) = book(b'sep=;\na;b\n"1\n2";2;3\nx\n').grids
    assert grid.row_numbers.to_list() == [2, 3, 5]


def test_a_cell_without_end_is_refused_with_its_line() -> None:
    words = refused(b'a,b\n1,"' + b"x" * 1_100_000 + b'"\n')
    assert "line 2" in words and "million" in words


def test_a_name_that_says_another_kind_is_told_and_not_believed() -> None:
    assert told(GOOD, name="a.csv") == {"PRE23"}
    assert told(csv_bytes(PERSONS), name="a.xlsx") == {"PRE23"}
    assert told(csv_bytes(PERSONS), name="A.CSV") == set()


XML = (
    b"<?xml version='1.0' encoding='utf-8'?><r xmlns='urn:x'><row><a>00<!-- -->12</a><b><![CDATA[ <x> ]]></b></row>"
    + (b"<row><b>2</b></row></r>")
)


def test_xml_becomes_a_table_whatever_its_namespace_and_comments() -> None:
    (grid,) = book(XML, name="a.xml").grids
    assert grid.rows() == [["a", "b"], ["0012", " <x> "], ["", "2"]]
    (in_utf_16,) = book(XML.decode().replace("'utf-8'", "'utf-16'").encode("utf-16")).grids
    assert in_utf_16.rows() == grid.rows()
    (plain,) = book(b"<r>\n<row a='1'><b>2</b></row>\n<row a='3'/>\n</r>").grids
    assert (plain.rows(), plain.row_numbers.to_list()) == ([["a", "b"], ["1", "2"], ["3", ""]], [2, 2, 3])


def test_each_list_of_records_is_a_table_and_loose_words_are_told() -> None:
    found = book(b"<r><h><v>1</v></h>loose<c><id>1</id><ps><p><d>2</d></p><p><d>3</d></p></ps></c></r>")
    assert {grid.title: grid.rows() for grid in found.grids} == {
        "r/h": [["v"], ["1"]],
        "r/c/ps/p": [["d"], ["2"], ["3"]],
        "r/c": [["id"], ["1"]],
    }
    assert [each.notice.code for each in found.remarks] == ["PRE25"]


def test_a_value_that_stands_twice_in_a_record_is_not_chosen_from() -> None:
    (grid,) = book(b"<r>\n<row><a>1</a></row>\n<row><a>1</a><a>2</a></row></r>").grids
    assert grid.unreadable == {(3, 1)}


BAD_XML = {
    "a document type": DOCTYPE + b"<r><row><a>&a;</a></row></r>",
    "a fetched entity": b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r><a>&x;</a></r>",
    "cut": XML[: len(XML) // 2],
    "another encoding than named": "<?xml version='1.0' encoding='utf-8'?><r><row><a>é</a></row></r>".encode(
        "cp1252"
    ),
    "endless depth": b"<a>" * 100_000,
    "depth": b"<a>" * 80 + b"</a>" * 80,
    "an unknown encoding": b"<?xml version='1.0' encoding='x-none'?><r/>",
    "a workbook of 2003": b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'></Workbook>",
    "two roots": b"<r></r><r></r>",
}


@pytest.mark.keeps("SEC-14")
@pytest.mark.parametrize("data", BAD_XML.values(), ids=BAD_XML)
def test_xml_that_is_hostile_or_not_whole_is_refused(data: bytes) -> None:
    refused(data)


def test_every_remark_has_a_code_of_its_own_and_says_what_to_do() -> None:
    codes = [notice.code for notice in every_notice()]
    assert len(codes) == len(set(codes)) and all(notice.remedy.endswith(".") for notice in every_notice())


@pytest.mark.keeps("SEC-15")
def test_reading_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*given: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(UnreadableFile):
        book(BAD_XML["a fetched entity"])
    assert isinstance(book(NOTICED["links"][0]), Book)


@pytest.mark.parametrize("start", [b"PK", b"P", b"\xd0\xcf", b"\xd0"])
def test_a_workbook_cut_off_within_its_first_letters_is_no_text(start: bytes) -> None:
    with pytest.raises(UnreadableFile):
        book(start)
