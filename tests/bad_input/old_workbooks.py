"""A writer of Excel's older workbooks (.xls), enough to try readers with: texts, numbers, errors, hidden rows.

Record numbers and layouts follow Microsoft's published description, [MS-XLS].
"""

import struct
from collections.abc import Sequence

from tests.bad_input.workbooks import old_container

ERROR = object()
"""Stands for a cell that holds #DIV/0!."""


def old_workbook(
    sheets: dict[str, Sequence[Sequence[object]]],
    *,
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    from_1904: bool = False,
    is_filtered: bool = False,
    is_protected: bool = False,
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> bytes:
    """An .xls of sheets of rows; `hidden_rows` are numbers from 1 in every sheet; `merged` are first and last row, first
    and last column, from 0."""
    bodies = [_sheet(rows, hidden_rows, is_filtered, merged) for rows in sheets.values()]
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    if is_protected:
        start += _record(0x002F, bytes(6))
    start += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", from_1904))
    start += _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
    start += b"".join(
        _record(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14)) for number_format in (0, 14, 22)
    )
    names = [_name(title) for title in sheets]
    place = len(start) + sum(4 + 6 + len(name) for name in names) + 4
    directory = b""
    for title, name, body in zip(sheets, names, bodies, strict=True):
        directory += _record(0x0085, struct.pack("<IBB", place, title in hidden_sheets, 0) + name)
        place += len(body)
    return old_container(start + directory + _record(0x000A, b"") + b"".join(bodies))


def _sheet(
    rows: Sequence[Sequence[object]],
    hidden: Sequence[int],
    is_filtered: bool,
    merged: Sequence[tuple[int, int, int, int]],
) -> bytes:
    width = max(map(len, rows), default=0)
    out = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    out += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    if is_filtered:
        out += _record(0x009B, b"")
    for number, cells in enumerate(rows):
        flags = 0x0100 | (0x20 if number + 1 in hidden else 0)
        out += _record(0x0208, struct.pack("<HHHHHHI", number, 0, len(cells), 255, 0, 0, flags))
        out += b"".join(_cell(number, column, cell) for column, cell in enumerate(cells))
    if merged:
        out += _record(
            0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *a) for a in merged)
        )
    return out + _record(0x000A, b"")


def _cell(row: int, column: int, cell: object) -> bytes:
    if cell is None or cell == "":
        return b""
    if cell is ERROR:
        return _record(0x0205, struct.pack("<HHHBB", row, column, 0, 0x07, 1))
    if isinstance(cell, bool):
        return _record(0x0205, struct.pack("<HHHBB", row, column, 0, cell, 0))
    if isinstance(cell, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
    text = str(cell)
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _name(title: str) -> bytes:
    return struct.pack("<BB", len(title), 1) + title.encode("utf-16-le")


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body
