"""Any workbook's cells as a plain .xlsx, every cell as the text that it was read as, without some rows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from sources.redacting.workbook import zipped
from sources.sheet import Grid

_MADE = datetime(2000, 1, 1)


def plain_workbook(grids: Sequence[Grid], rows: Mapping[int, Collection[int]]) -> bytes:
    """The sheets in their order; the same sheets are the same bytes."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import TYPE_STRING

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = _MADE
    for grid in grids:
        sheet = book.create_sheet()
        sheet.title = grid.title
        gone = set(rows.get(grid.number, ()))
        for number, row in zip(grid.row_numbers, grid.rows(), strict=True):
            for column, text in enumerate(row if number not in gone else (), start=1):
                if text:
                    cell = sheet.cell(number, column)
                    cell.value, cell.data_type = text, TYPE_STRING
    target = BytesIO()
    book.save(target)
    with ZipFile(BytesIO(target.getvalue())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: _undated(name, part) for name, part in parts.items()})


def _undated(name: str, part: bytes) -> bytes:
    """The part without the moment of saving, which openpyxl writes whatever it is told."""
    import re

    if name != "docProps/core.xml":
        return part
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", part)
