"""The census of a binary workbook (.xlsb), whose parts are records instead of XML.

The record numbers are those of Microsoft's published description of the format, [MS-XLSB].
"""

import struct
from collections.abc import Iterator

from sources.preflight.census import Place, SheetCensus, covered
from sources.preflight.package import Package
from sources.preflight.refusal import UnreadableFile
from sources.preflight.workbook_xml import targets

_ROW, _CELL_ERROR, _FORMULA_ERROR, _COLUMN, _MERGED = 0, 3, 11, 60, 176
_WORKBOOK_FACTS, _SHEET, _FILTER_COLUMN = 153, 156, 163
_CELLS = range(1, 12)


def binary_census(package: Package) -> tuple[list[SheetCensus], bool]:
    """The census of every sheet in the workbook's order, and whether it counts days from 1904."""
    parts = targets(package.kept.get("xl/_rels/workbook.bin.rels", b"<none/>"))
    found, counts_from_1904 = [], False
    try:
        for number, body in _records(package.kept["xl/workbook.bin"]):
            if number == _WORKBOOK_FACTS:
                counts_from_1904 = bool(body[0] & 1)
            elif number == _SHEET:
                relation, place = _text(body, 8)
                title, _ = _text(body, place)
                census = SheetCensus(title=title, is_hidden=body[0] != 0)
                _sheet(census, package.kept.get(parts.get(relation, ""), b""))
                found.append(census)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise UnreadableFile(
            "Expected a whole workbook; found a damaged one. Save it as .xlsx and send it again."
        ) from None
    return found, counts_from_1904


def _sheet(census: SheetCensus, part: bytes) -> None:
    row, is_hidden, width = 0, False, 0
    hidden: list[tuple[int, int]] = []
    areas: list[tuple[Place, Place]] = []
    for number, body in _records(part):
        if number == _ROW:
            row = struct.unpack_from("<I", body)[0] + 1
            is_hidden = bool(body[11] & 0x10)
        elif number in _CELLS:
            column = struct.unpack_from("<I", body)[0] + 1
            width = max(width, column)
            if number in (_CELL_ERROR, _FORMULA_ERROR):
                census.errors.add((row, column))
            if is_hidden and census.hidden_rows[-1:] != [row]:
                census.hidden_rows.append(row)
        elif number == _COLUMN:
            first, last = struct.unpack_from("<II", body)
            if body[16] & 1:
                hidden.append((first + 1, last + 1))
        elif number == _FILTER_COLUMN:
            census.is_filtered = True
        elif number == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            areas.append(((top + 1, left + 1), (bottom + 1, right + 1)))
    census.merged = covered(areas, row, width)
    for first, last in hidden:
        census.hidden_columns += range(first, min(last, width) + 1)


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Record numbers of one or two bytes, lengths of one to four, seven bits each."""
    place = 0
    while place < len(part):
        number = part[place]
        place += 1
        if number & 0x80:
            number = (number & 0x7F) | (part[place] << 7)
            place += 1
        length = shift = 0
        while True:
            byte = part[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        body = part[place : place + length]
        if len(body) < length:
            raise IndexError
        yield number, body
        place += length


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text with its length before it, and where the next thing begins."""
    length = struct.unpack_from("<I", body, place)[0]
    if length == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * length
    return body[place + 4 : end].decode("utf-16-le"), end
