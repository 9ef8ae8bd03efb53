"""How bytes become sheets of text.

No reader here ever decides a type: leading zeros, long ids and `03/04/2023` arrive as they were written, and Excel's
own dates arrive as ISO text. The schema decides what they mean.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from sources.sheet import Grid

EXTENSIONS = (".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xml")
_LARGEST_FILE = 300_000_000
_LARGEST_PART = 200_000_000
_LARGEST_WORKBOOK = 600_000_000
_LARGEST_AREA = 20_000_000


class UnreadableFile(Exception):
    """A file that cannot be read at all; the words say what was expected, what was found and what to do."""


def sheets(data: bytes) -> list[Grid]:
    """The sheets of a delivered file, its kind told by its first bytes and never by its name.

    Raises UnreadableFile with a plain sentence that holds nothing of the file's content.
    """
    if len(data) > _LARGEST_FILE:
        raise UnreadableFile("Expected a file under 300 MB; found a larger one. Send it in parts.")
    for magic, read in _READERS:
        if data.startswith(magic):
            return read(data)
    return [_delimited(data)]


def _workbook(data: bytes) -> list[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook

    errors = _unreadable_cells(data) if data.startswith(b"PK") else {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        return [
            _sheet(number, name, book.get_sheet_by_index(number - 1).to_python(skip_empty_area=False), errors)
            for number, name in enumerate(names, start=1)
        ]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError, EOFError):
        raise UnreadableFile(
            "Expected a workbook that opens; found one that is damaged or protected by a password. "
            "Open it, save it again without a password and send it again."
        ) from None


def _sheet(
    number: int, title: str, cells: list[list[Any]], errors: dict[int, frozenset[tuple[int, int]]]
) -> Grid:
    rows = [[cell if type(cell) is str else _text(cell) for cell in row] for row in cells]
    return Grid.of(rows, number=number, title=title, unreadable=errors.get(number, frozenset()))


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without `.0`, dates and times as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _unreadable_cells(data: bytes) -> dict[int, frozenset[tuple[int, int]]]:
    """Places of error cells (`#REF!`) and of formulas without a computed value, which the reader shows as blank."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_size(package)
            if package.testzip() is not None:
                raise zipfile.BadZipFile
            order = _sheet_parts(package)
            return {number: _places(package, part) for number, part in enumerate(order, start=1)}
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError):
        raise UnreadableFile(
            "Expected a whole workbook; found a damaged one. Save it again and send it again."
        ) from None


def _check_size(package: zipfile.ZipFile) -> None:
    """Before anything is unpacked: a small file can unpack to more than the machine holds."""
    parts = package.infolist()
    if len({part.filename for part in parts}) < len(parts):
        raise zipfile.BadZipFile
    if (
        max((part.file_size for part in parts), default=0) > _LARGEST_PART
        or sum(part.file_size for part in parts) > _LARGEST_WORKBOOK
    ):
        raise UnreadableFile("Expected a sheet under 200 MB; found a larger one. Send it in parts.")


def _sheet_parts(package: zipfile.ZipFile) -> list[str]:
    if "xl/workbook.xml" not in package.namelist():
        return []
    book = package.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets: dict[str, str] = {}
    for relation in re.findall(r"<Relationship\b[^>]*>", relations):
        identity, target = re.search(r'\bId="([^"]+)"', relation), re.search(r'\bTarget="([^"]+)"', relation)
        if identity and target:
            targets[identity.group(1)] = target.group(1).removeprefix("/xl/")
    found = re.findall(r'<sheet\b[^>]*\br:id="([^"]+)"', book)
    return [f"xl/{targets[identity]}" for identity in found if identity in targets]


def _places(package: zipfile.ZipFile, part: str) -> frozenset[tuple[int, int]]:
    xml = package.read(part)
    _check_area(xml)
    places: set[tuple[int, int]] = set()
    if b't="e"' in xml:
        places.update(map(_place, re.findall(rb'<c r="([A-Z]+\d+)"[^>]*\bt="e"', xml)))
    if b"<f" in xml:
        places.update(
            _place(reference)
            for reference, facts, value in _FORMULA.findall(xml)
            # an empty text is what a formula such as =IF(A1="","",A1) was computed to
            if not value or b't="str"' not in facts
        )
    return frozenset(places)


_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)><f(?:[^>]*/>|[^>]*>[^<]*</f>)(<v\s*/>|<v[^>]*></v>|)</c>')
"""Formulas that nothing was computed for, or an empty text."""


def _check_area(xml: bytes) -> None:
    """One cell at the far corner makes the reader ask for the whole area, which ends the process, not the read."""
    columns = set(re.findall(rb'<c r="([A-Z]+)', xml))
    width = max((_place(letters + b"1")[1] for letters in columns), default=0)
    rows = max(map(int, re.findall(rb'<c r="[A-Z]+(\d+)', xml)), default=0)
    if rows * width <= _LARGEST_AREA:
        return
    filled = [_place(cell) for cell in re.findall(rb'<c r="([A-Z]+\d+)"[^>]*[^/]>', xml)]
    if max(row for row, _ in filled) * max(column for _, column in filled) > _LARGEST_AREA:
        raise UnreadableFile(
            "Expected the cells of a sheet to stand together; found one far away from the others. "
            "Delete the empty rows and columns between and send the file again."
        )


def _place(reference: bytes) -> tuple[int, int]:
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]), column


def _delimited(data: bytes) -> Grid:
    text = _decoded(data)
    if "\x00" in text:
        raise UnreadableFile(
            "Expected text or a workbook; found neither. Export the report again and send it again."
        )
    delimiter = _delimiter(text)
    return plain(text, delimiter) or _careful(text, delimiter)


def plain(text: str, delimiter: str) -> Grid | None:
    """The quick way for what systems export: a record a line, as many cells in each, quotation marks only around whole
    cells. None for any other text."""
    if text.count("\r") != text.count("\r\n") or "\x01" in text or not text.strip():
        return None
    lines = pl.Series([text.removesuffix("\n")]).str.split("\n").explode()
    mark = re.escape(delimiter)
    cell = pl.col("line")
    if '"' in text:
        cell = cell.str.replace_all('"[^"]*"', "\x01")
    told = (
        lines.alias("line")
        .to_frame()
        .select(bare=cell)
        .select(
            fewest=pl.col("bare").str.count_matches(delimiter, literal=True).min(),
            most=pl.col("bare").str.count_matches(delimiter, literal=True).max(),
            is_odd=pl.col("bare").str.contains(f'\x01[^\x01{mark}\r]|[^\x01{mark}]\x01|"').any(),
        )
    )
    fewest, most, is_odd = told.row(0)
    if fewest != most or not fewest or is_odd:
        return None
    cells = pl.read_csv(
        text.encode(), has_header=False, separator=delimiter, infer_schema=False, empty_string_is_null=False
    )
    if cells.shape != (len(lines), fewest + 1):
        return None
    return Grid(
        number=1,
        title="",
        cells=cells.rename({name: str(n) for n, name in enumerate(cells.columns)}),
        row_numbers=pl.int_range(1, len(lines) + 1, dtype=pl.Int32, eager=True),
        column_numbers=list(range(1, fewest + 2)),
    )


def _careful(text: str, delimiter: str) -> Grid:
    """Any text with quotation marks in pairs, rows as wide as they are and cells over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            numbers.append(start)
            start = reader.line_num + 1
    except csv.Error:
        raise UnreadableFile(
            f"Expected quotation marks in pairs; found one left open at line {start}. Mend that line and send the file again."
        ) from None
    return Grid.of(rows, row_numbers=numbers)


def _decoded(data: bytes) -> str:
    """Strictly UTF-8, UTF-16 by its mark, else Windows-1252, which is what Excel's plain CSV is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(
        "Expected text in UTF-8; found bytes that are no text. Export the report again as CSV (UTF-8)."
    )


def _delimiter(text: str) -> str:
    """The mark that stands equally often in most of the first lines: titles above and lists in cells differ."""
    lines = [line for line in text[:20_000].splitlines()[:25] if line.strip()]
    return max((",", ";", "\t", "|"), key=lambda mark: _agreement([line.count(mark) for line in lines]))


def _agreement(counts: list[int]) -> tuple[int, int]:
    """In how many lines the commonest number of marks stands, and that number."""
    return max(((counts.count(count), count) for count in counts if count), default=(0, 0))


_READERS: tuple[tuple[bytes, Callable[[bytes], list[Grid]]], ...] = (
    (b"PK\x03\x04", _workbook),
    (b"\xd0\xcf\x11\xe0", _workbook),
)
