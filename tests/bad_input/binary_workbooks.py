"""A writer of binary workbooks (.xlsb), enough to try readers with: texts, numbers, errors, hidden rows.

Record numbers and layouts follow Microsoft's published description, [MS-XLSB].
"""

import struct
from collections.abc import Sequence

from tests.bad_input.old_workbooks import ERROR
from tests.bad_input.workbooks import packed

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def binary_workbook(
    sheets: dict[str, Sequence[Sequence[object]]],
    *,
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    from_1904: bool = False,
    is_filtered: bool = False,
) -> bytes:
    """An .xlsb of sheets of rows; `hidden_rows` are numbers from 1 in every sheet."""
    numbers = range(1, len(sheets) + 1)
    book = _record(131) + _record(153, struct.pack("<III", from_1904, 0, 0)) + _record(143)
    for number, title in zip(numbers, sheets, strict=True):
        facts = struct.pack("<II", title in hidden_sheets, number)
        book += _record(156, facts + _text(f"rId{number}") + _text(title))
    book += _record(144) + _record(132)
    relations = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in numbers]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'.encode(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.bin")]),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": _relations(relations),
    }
    for number, rows in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{number}.bin"] = _sheet(rows, hidden_rows, is_filtered)
    return packed(parts)


def _sheet(rows: Sequence[Sequence[object]], hidden: Sequence[int], is_filtered: bool) -> bytes:
    width = max(map(len, rows), default=1)
    out = _record(129) + _record(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, width - 1))
    out += _record(145)
    for number, cells in enumerate(rows):
        flags = 0x10 if number + 1 in hidden else 0
        out += _record(0, struct.pack("<IIHBBB", number, 0, 300, 0, flags, 0) + struct.pack("<I", 0))
        out += b"".join(_cell(column, cell) for column, cell in enumerate(cells))
    out += _record(146)
    if is_filtered:
        out += (
            _record(161, struct.pack("<IIII", 0, 1, 0, 1))
            + _record(163, bytes(10))
            + _record(164)
            + _record(162)
        )
    return out + _record(130)


def _cell(column: int, cell: object) -> bytes:
    start = struct.pack("<II", column, 0)
    if cell is None or cell == "":
        return b""
    if cell is ERROR:
        return _record(3, start + b"\x07")
    if isinstance(cell, bool):
        return _record(4, start + bytes([cell]))
    if isinstance(cell, int | float):
        return _record(5, start + struct.pack("<d", cell))
    return _record(6, start + _text(str(cell)))


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(number: int, body: bytes = b"") -> bytes:
    out = bytes([number]) if number < 128 else bytes([(number & 0x7F) | 0x80, number >> 7])
    length = len(body)
    while True:
        byte, length = length & 0x7F, length >> 7
        out += bytes([byte | (0x80 if length else 0)])
        if not length:
            return out + body


def _relations(targets: Sequence[tuple[str, str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identity, kind, target in targets
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()
