"""Mutations of whole files: bytes, separators, headings, rows and the workbook around them."""

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.bad_input import workbooks
from tests.bad_input.case import SECRET, Case, Outcome
from tests.bad_input.good import Good
from tests.bad_input.workbooks import SHEET

Table = list[list[str]]
TOLD: set[Outcome] = {"warned", "set aside", "refused"}


def text(table: Table, *, delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """A table as separated text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    return out.getvalue()


def workbook(sheets: dict[str, Table], *, change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """Tables as the sheets of a workbook, all cells as text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, table in sheets.items():
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append([None if cell == "" else cell for cell in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    if change:
        change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_xml(table: Table) -> bytes:
    """A table as a list of records."""
    from xml.sax.saxutils import escape

    names = [re.sub(r"\W", "_", heading) for heading in table[0]]
    records = "".join(
        "<record>"
        + "".join(f"<{n}>{escape(c)}</{n}>" for n, c in zip(names, row, strict=True))
        + "</record>\n"
        for row in table[1:]
    )
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<report>\n{records}</report>\n".encode()


def _case(
    good: Good,
    group: str,
    name: str,
    data: bytes,
    *must: Outcome,
    rows: set[int] | None = None,
    gone: set[int] | None = None,
    file: str = "a.csv",
) -> Case:
    return Case(
        group=group,
        name=name,
        source=good.source.name,
        file=file,
        data=data,
        must=frozenset(must),
        rows=frozenset(rows or ()),
        gone=frozenset(gone or ()),
    )


def text_cases(good: Good) -> Iterator[Case]:
    """Everything that happens to a CSV."""

    case = partial(_case, good)
    table, plain = good.table, text(good.table)
    lines, width = plain.splitlines(), len(good.headings)
    accented = [*table[:-1], [*table[-1][:-1], "é"]]
    yield case("A", "as it is", plain.encode(), "equal")
    yield case("E", "a mark before UTF-8", plain.encode("utf-8-sig"), "equal")
    yield case("E", "UTF-16 with its mark", plain.encode("utf-16"), "equal")
    yield case("E", "UTF-16 without its mark", plain.encode("utf-16-le"), "refused")
    yield case("E", "UTF-32", plain.encode("utf-32"), "refused")
    yield case(
        "E",
        "one byte of Windows-1252",
        text([*table, ["é"] * width]).encode("cp1252"),
        *TOLD,
        rows={len(table) - 1},
    )
    yield case(
        "E",
        "two encodings",
        plain.encode() + text([["ß"] * width]).encode() + text([["é"] * width]).encode("cp1252"),
        *TOLD,
    )
    yield case("E", "compressed", gzip.compress(plain.encode()), "refused")
    yield case("E", "a workbook named .csv", workbook({"S": table}), "warned", "refused")
    yield case(
        "E", "a web page named .xls", f"<html><table><tr><td>{SECRET}".encode(), "refused", file="a.xls"
    )
    yield case("E", "nul bytes in the middle", plain.encode().replace(b"\r\n", b"\r\n\x00", 3), "refused")
    for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        yield case("D", word, text(table, delimiter=mark).encode(), "equal")
    yield case(
        "D",
        "a line that names the separator",
        b"sep=;\r\n" + text(table, delimiter=";").encode(),
        "equal",
        "warned",
    )
    yield case("D", "line ends of an old Mac", text(table, end="\r").encode(), "equal")
    yield case("D", "line ends of Unix", text(table, end="\n").encode(), "equal")
    yield case("D", "everything in quotation marks", text(table, quoting=csv.QUOTE_ALL).encode(), "equal")
    if width > 1:
        yield case(
            "D",
            "a separator too many in one row",
            "\r\n".join([*lines[:3], lines[3] + ",x", *lines[4:], ""]).encode(),
            "set aside",
            "refused",
            rows={2},
        )
        yield case(
            "D",
            "a row too short",
            "\r\n".join([*lines[:3], lines[3].rpartition(",")[0], *lines[4:], ""]).encode(),
            "set aside",
            "refused",
            rows={2},
        )
        yield case(
            "D",
            "a quotation mark left open",
            "\r\n".join([*lines[:3], '"' + lines[3], *lines[4:], ""]).encode(),
            "refused",
        )
        yield case(
            "D",
            "a quotation mark left open and one below",
            "\r\n".join([*lines[:3], '"' + lines[3], lines[4], lines[5] + '"', *lines[6:], ""]).encode(),
            *TOLD,
            rows={2, 3, 4},
        )
        yield case(
            "D",
            "cut in the last row",
            plain[: len(plain) - 2 - len(lines[-1]) // 2].encode(),
            *TOLD,
            rows={len(good.rows) - 1},
        )
        yield case(
            "D",
            "a separator at every line's end",
            "\r\n".join([*(line + "," for line in lines), ""]).encode(),
            "equal",
        )
    yield case("D", "no line end at the end", plain.rstrip("\r\n").encode(), "warned")
    yield case(
        "D", "cut inside the last cell", plain.rstrip("\r\n")[:-1].encode(), *TOLD, rows={len(good.rows) - 1}
    )
    yield case(
        "D",
        "blank lines and lines of separators",
        "\r\n".join([lines[0], "", *lines[1:4], "," * (width - 1), *lines[4:], "", ""]).encode(),
        "equal",
    )
    yield case(
        "D",
        "a second table below",
        (plain + "\r\n" + text([["Another", "Report"], [SECRET, "1"]])).encode(),
        "set aside",
        "refused",
        "warned",
    )
    if width > 3:
        yield case(
            "D",
            "a second table as wide below",
            (plain + text([[f"{SECRET} {n}" for n in range(width)]])).encode(),
            *TOLD,
        )
    yield from _heading_cases(good, case)
    yield from _row_cases(good, case)
    yield case(
        "X", "the report in a zip", workbooks.packed({"a.csv": plain.encode()}), "refused", file="a.xlsx"
    )
    yield case("M", "a list of records in XML", as_xml(table), "equal", file="a.xml")
    yield case(
        "M",
        "a document type",
        b"<!DOCTYPE x [<!ENTITY e 'x'>]>" + as_xml(table).split(b"?>", 1)[1],
        "refused",
        file="a.xml",
    )
    yield case("M", "cut XML", as_xml(table)[:-60], "refused", file="a.xml")
    yield case(
        "M",
        "XML in another encoding than it says",
        as_xml(accented).decode().encode("cp1252"),
        "refused",
        file="a.xml",
    )
    yield case(
        "M",
        "a namespace",
        as_xml(table).replace(b"<report>", b"<report xmlns='urn:x'>"),
        "equal",
        file="a.xml",
    )
    yield case(
        "M",
        "a comment in every value",
        re.sub(rb"<(\w+)>(\w)", rb"<\1>\2<!-- x -->", as_xml(table)),
        "equal",
        file="a.xml",
    )
    yield case("M", "another root and other names", b"<x><y><z>1</z></y></x>", "refused", file="a.xml")


def _heading_cases(good: Good, case: Callable[..., Case]) -> Iterator[Case]:
    table, headings = good.table, good.headings

    def headed(new: list[str], rows: Table | None = None) -> bytes:
        return text([new, *(rows if rows is not None else good.rows)]).encode()

    yield case("H", "no headings", text(good.rows).encode(), "refused")
    yield case(
        "H",
        "headings alone",
        headed(headings, []),
        "warned",
        "refused",
        "held",
        "equal",
        gone=set(range(len(good.rows))),
    )
    yield case("H", "nothing at all", b"", "refused")
    yield case(
        "H",
        "titles above",
        (f"{SECRET} report\r\nRun 01/04/2023\r\n" + text(table)).encode(),
        "equal",
        "set aside",
    )
    yield case(
        "H",
        "capitals and other marks",
        headed([heading.upper().replace(" ", "_") for heading in headings]),
        "equal",
        "refused",
    )
    yield case(
        "H",
        "a column nobody asked for",
        text([[*headings, f"{SECRET} notes"], *([*row, f"{SECRET} said"] for row in good.rows)]).encode(),
        "equal",
        "warned",
    )
    yield case("H", "the columns in another order", text([row[::-1] for row in table]).encode(), "equal")
    yield case(
        "H", "the headings again below", text([*table[:4], headings, *table[4:]]).encode(), "equal", "warned"
    )
    required = [place for place, column in good.columns.values() if column.required]
    if required and len(headings) > 3:
        place = required[0]
        yield case(
            "H",
            "a required heading renamed",
            headed([*headings[:place], f"{SECRET} x", *headings[place + 1 :]]),
            "refused",
        )
        yield case(
            "H",
            "a required column missing",
            text([[*row[:place], *row[place + 1 :]] for row in table]).encode(),
            "refused",
        )
        yield case(
            "H",
            "a required heading blank",
            headed([*headings[:place], "", *headings[place + 1 :]]),
            "refused",
        )
        other = [f"{cell}X" for cell in (row[place] for row in good.rows)]
        twice = [[*row, new] for row, new in zip(good.rows, other, strict=True)]
        yield case(
            "H",
            "a heading twice with other values",
            headed([*headings, headings[place]], twice),
            "refused",
            "warned",
        )
        yield case(
            "H",
            "a heading twice, once in capitals",
            headed([*headings, headings[place].upper()], twice),
            "refused",
            "warned",
        )


def _row_cases(good: Good, case: Callable[..., Case]) -> Iterator[Case]:
    table, width = good.table, len(good.headings)
    count = len(good.rows)
    blank = [""] * (width - 1)
    yield case(
        "R",
        "a total below",
        text([*table, ["Total", *blank[:-1], str(count)][:width]]).encode(),
        "equal",
        "warned",
        "set aside",
    )
    yield case(
        "R",
        "words below",
        text([*table, [f"{count} records", *blank], ["End of report", *blank]]).encode(),
        "set aside",
        "warned",
        "equal",
    )
    required = [column for _, column in good.columns.values() if column.required]
    if required and required[0].kind == "identifier":
        yield case(
            "R", "three rows twice", text([*table, *good.rows[:3]]).encode(), "set aside", "warned", "equal"
        )
    yield case("R", "rows of blanks far below", text([*table, *[[" "] * width] * 60]).encode(), "equal")


def workbook_cases(good: Good) -> Iterator[Case]:
    """Everything that happens to a workbook."""
    table = good.table
    plain = workbook({"Report": table})
    must_have = next((place for place, column in good.columns.values() if column.required), 0)

    def case(
        name: str,
        data: bytes,
        *must: Outcome,
        rows: set[int] | None = None,
        file: str = "a.xlsx",
        group: str = "X",
    ) -> Case:
        return Case(
            group=group,
            name=name,
            source=good.source.name,
            file=file,
            data=data,
            must=frozenset(must),
            rows=frozenset(rows or ()),
        )

    def made(change: Callable[[openpyxl.Workbook], None], sheets: dict[str, Table] | None = None) -> bytes:
        return workbook(sheets or {"Report": table}, change=change)

    def hide_rows(book: openpyxl.Workbook) -> None:
        book.active.row_dimensions[4].hidden = True
        book.active.column_dimensions["A"].hidden = True

    def dates(book: openpyxl.Workbook) -> None:
        for place, column in good.columns.values():
            if column.kind in ("day", "moment"):
                for cell in next(book.active.iter_cols(min_col=place + 1, max_col=place + 1, min_row=2)):
                    if cell.value:
                        form = "%d/%m/%Y %H:%M" if column.kind == "moment" else "%d/%m/%Y"
                        cell.value = datetime.strptime(cell.value, form)

    def from_1904(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        dates(book)

    def far(book: openpyxl.Workbook) -> None:
        book.active["XFD1048576"] = "1"

    def below(book: openpyxl.Workbook) -> None:
        book.active.cell(5_000, 1, " ")

    def hidden_sheet(book: openpyxl.Workbook) -> None:
        book["Report"].sheet_state = "veryHidden"
        book.active = 1

    def merged(book: openpyxl.Workbook) -> None:
        letter = openpyxl.utils.get_column_letter(must_have + 1)
        book.active.merge_cells(f"{letter}3:{letter}5")

    def error(book: openpyxl.Workbook) -> None:
        book.active.cell(3, must_have + 1, "#REF!")

    def formula(book: openpyxl.Workbook) -> None:
        book.active.cell(3, must_have + 1, "=A1")

    yield case("as it is", plain, "equal", group="A")
    yield case("dates as Excel keeps them", made(dates), "equal", group="A")
    yield case("dates counted from 1904", made(from_1904), "equal", "warned")
    yield case(
        "a page of notes before it", workbook({"Notes": [[f"{SECRET} wrote this"]], "Report": table}), "equal"
    )
    yield case("titles above", workbook({"Report": [[f"{SECRET} title"], [], *table]}), "equal")
    yield case("a sheet of another name", workbook({"Another name": table}), "equal")
    yield case(
        "the report on two sheets",
        workbook({"March": table, "Again": table}),
        "set aside",
        "warned",
        "refused",
        "equal",
    )
    yield case("hidden rows and columns", made(hide_rows), "warned")
    yield case("a hidden sheet", made(hidden_sheet, {"Report": table, "Notes": [["x"]]}), "warned")
    yield case(
        "a filter that is on",
        workbooks.replaced(
            plain,
            SHEET,
            "</sheetData>",
            '</sheetData><autoFilter ref="A1:A9"><filterColumn colId="0"/></autoFilter>',
        ),
        "warned",
    )
    yield case("merged cells", made(merged), "set aside", "warned", rows={2, 3})
    yield case("an error cell", made(error), "set aside", rows={1})
    yield case("a formula without a value", made(formula), "set aside", rows={1})
    yield case(
        "a dimension that is false",
        workbooks.replaced(plain, SHEET, r'<dimension ref="[A-Z0-9:]+" ?/>', '<dimension ref="A1:A2"/>'),
        "equal",
        "warned",
    )
    yield case("macros", workbooks.added(plain, "xl/vbaProject.bin", b"x" * 99), "warned", file="a.xlsm")
    yield case(
        "an external link", workbooks.added(plain, "xl/externalLinks/externalLink1.xml", b"<a/>"), "warned"
    )
    yield case("half of it", plain[: len(plain) // 2], "refused")
    yield case("all but its end", plain[:-60], "refused")
    yield case(
        "a letter changed behind the checksum",
        workbooks.without_checksum(plain, good.headings[0].encode()[:3], b"Zqx"),
        "refused",
    )
    yield case("two sheets of one part", workbooks.added(plain, SHEET, b"<worksheet/>"), "refused", group="S")
    yield case(
        "a part that leaves its folder", workbooks.added(plain, "../../evil.txt", b"x"), "refused", group="S"
    )
    yield case("a bomb", workbooks.changed(plain, SHEET, lambda _: workbooks.bomb(60)), "refused", group="S")
    yield case("a cell at the far corner", made(far), "refused", group="S")
    yield case("a blank cell far below", made(below), "equal", group="R")
    yield case(
        "a document type",
        workbooks.changed(plain, SHEET, lambda xml: b"<!DOCTYPE x>" + xml),
        "refused",
        group="S",
    )
    yield case("a password", workbooks.encrypted(plain, "x"), "refused")
    yield case(
        "written by another program", workbooks.changed(plain, SHEET, workbooks.in_another_form), "equal"
    )
