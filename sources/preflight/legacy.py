"""Excel's older workbooks (.xls), and modern ones behind a password, which come in the same container.

The record numbers are those of Microsoft's published description of the format, [MS-XLS].
"""

import io
import struct
from collections.abc import Iterator

from sources.preflight.census import Place, SheetCensus, covered
from sources.preflight.refusal import UnreadableFile

_BOF, _EOF, _SHEET, _DATES, _PASSWORD, _LINKS = 0x0809, 0x000A, 0x0085, 0x0022, 0x002F, 0x01AE
_FORMULA, _ERROR_OR_TRUTH, _ROW, _COLUMNS, _FILTER_ON, _MERGED = (
    0x0006,
    0x0205,
    0x0208,
    0x007D,
    0x009B,
    0x00E5,
)
_IS_ERROR, _IS_EMPTY = 2, 3
_HIDDEN_ROW = 0x20


class Container:
    """What an old container holds: streams by name."""

    def __init__(self, data: bytes) -> None:
        import olefile

        try:
            self._file = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT)
            self.names = {"/".join(path).lower() for path in self._file.listdir()}
        except Exception:  # the library meets damage with errors of many kinds
            raise _damaged() from None

    @property
    def is_protected(self) -> bool:
        """Whether a modern workbook lies inside, encrypted."""
        return "encryptedpackage" in self.names

    @property
    def is_old_workbook(self) -> bool:
        """Whether it is an .xls of Excel 97 or later."""
        return "workbook" in self.names

    @property
    def is_ancient_workbook(self) -> bool:
        """Whether it is an .xls from before Excel 97, whose records nobody looks into here."""
        return "book" in self.names

    def has_macros(self) -> bool:
        """Whether programs travel with the data."""
        return any("vba" in name for name in self.names)

    def workbook(self) -> bytes:
        """The records of the workbook."""
        try:
            return bytes(self._file.openstream("Workbook").read())
        except Exception:
            raise _damaged() from None


class OldWorkbook:
    """The census of an .xls: `sheets` in order, `counts_from_1904`, `is_protected`, `has_links`."""

    def __init__(self, stream: bytes) -> None:
        self.sheets: list[SheetCensus] = []
        self.counts_from_1904 = self.is_protected = self.has_links = False
        self._begins: list[int] = []
        try:
            self._workbook(stream)
            if not self.is_protected:
                for census, begin in zip(self.sheets, self._begins, strict=True):
                    _sheet(census, stream, begin)
        except (struct.error, IndexError):
            raise _damaged() from None

    def _workbook(self, stream: bytes) -> None:
        for number, body in _records(stream, 0):
            if number == _PASSWORD:
                self.is_protected = True
                return
            if number == _DATES:
                self.counts_from_1904 = body[:2] == b"\x01\x00"
            elif number == _LINKS:
                # four bytes of this kind mean the workbook itself
                self.has_links |= len(body) > 4
            elif number == _SHEET:
                begin, state, _ = struct.unpack_from("<IBB", body)
                length, is_wide = body[6], body[7] & 1
                name = body[8 : 8 + length * (2 if is_wide else 1)]
                self._begins.append(begin)
                title = name.decode("utf-16-le" if is_wide else "latin-1", "replace")
                self.sheets.append(SheetCensus(title=title, is_hidden=bool(state & 3)))


def _sheet(census: SheetCensus, stream: bytes, begin: int) -> None:
    hidden: list[tuple[int, int]] = []
    rows: set[int] = set()
    areas: list[tuple[Place, Place]] = []
    height = width = 0
    for number, body in _records(stream, begin):
        if number == _ERROR_OR_TRUTH:
            row, column = struct.unpack_from("<HH", body)
            if body[7]:
                census.errors.add((row + 1, column + 1))
        elif number == _FORMULA:
            row, column = struct.unpack_from("<HH", body)
            if body[12:14] == b"\xff\xff" and body[6] == _IS_ERROR:
                census.errors.add((row + 1, column + 1))
        elif number == _ROW:
            row, _, last = struct.unpack_from("<HHH", body)
            height, width = max(height, row + 1), max(width, last)
            if body[12] & _HIDDEN_ROW and last:
                rows.add(row + 1)
        elif number == _COLUMNS:
            first, end = struct.unpack_from("<HH", body)
            if body[8] & 1:
                hidden.append((first + 1, end + 1))
        elif number == _FILTER_ON:
            census.is_filtered = True
        elif number == _MERGED:
            for place in range(2, 2 + 8 * struct.unpack_from("<H", body)[0], 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, place)
                areas.append(((top + 1, left + 1), (bottom + 1, right + 1)))
    census.hidden_rows = sorted(rows)
    census.merged = covered(areas, height, width)
    for first, last in hidden:
        census.hidden_columns += range(first, min(last, width) + 1)


def _records(stream: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """The records from a sheet's beginning to its end; charts inside it are passed over."""
    depth = 0
    while begin + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, begin)
        body = stream[begin + 4 : begin + 4 + length]
        if len(body) < length:
            raise _damaged()
        begin += 4 + length
        depth += (number == _BOF) - (number == _EOF)
        if depth == 1:
            yield number, body
        if depth <= 0:
            return
    raise _damaged()


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "Expected a whole workbook; found a damaged one. Save it as .xlsx and send it again."
    )
