"""How sheets travel from the process that reads them: a line of JSON, then each sheet's cells as Arrow.

Nothing that travels can run: what comes back from a process that met a hostile file is data only.
"""

import io
import json
import struct
from collections.abc import Callable
from typing import Any

import polars as pl

from sources.preflight.refusal import UnreadableFile
from sources.preflight.remark import Remark, every_notice
from sources.reading import Book
from sources.sheet import Grid

_ROW, _WIDTH, _RECORD_COLUMN = "row number", "width", "record column"
_LARGEST = 4 << 30


class WireBroken(Exception):
    """The other process ended in the middle of its answer."""


def packed(book: Book) -> list[bytes | memoryview]:
    """A book as it travels, in pieces."""
    tables = [_frame(grid) for grid in book.grids]
    header = {
        "grids": [
            {
                "number": grid.number,
                "title": grid.title,
                "columns": grid.column_numbers,
                "unreadable": sorted(grid.unreadable),
                "source": grid.source,
                "months": grid.months,
                "form": grid.form,
                "bytes": len(table),
            }
            for grid, table in zip(book.grids, tables, strict=True)
        ],
        "remarks": [
            [each.notice.code, each.message, each.sheet, each.row, each.column] for each in book.remarks
        ],
    }
    return [_head(header), *tables]


def refusal(words: str) -> list[bytes | memoryview]:
    """Words instead of a book."""
    return [_head({"refused": words})]


def unpacked(read: Callable[[int], bytes]) -> Book:
    """The book that `read` gives piece by piece. Raises UnreadableFile with the words of a refusal, WireBroken for half
    an answer."""
    (length,) = struct.unpack("<Q", _exactly(read, 8))
    header = json.loads(_exactly(read, length))
    if "refused" in header:
        raise UnreadableFile(header["refused"])
    notices = {notice.code: notice for notice in every_notice()}
    return Book(
        grids=[_grid(facts, _exactly(read, facts["bytes"])) for facts in header["grids"]],
        remarks=[
            Remark(notice=notices[code], message=message, sheet=sheet, row=row, column=column)
            for code, message, sheet, row, column in header["remarks"]
        ],
    )


def _head(header: dict[str, Any]) -> bytes:
    data = json.dumps(header).encode()
    return struct.pack("<Q", len(data)) + data


def _exactly(read: Callable[[int], bytes], count: int) -> bytes:
    if count > _LARGEST:
        raise WireBroken
    data = read(count)
    if len(data) < count:
        raise WireBroken
    return data


def _frame(grid: Grid) -> memoryview:
    extra = [grid.row_numbers.alias(_ROW)]
    if grid.widths is not None:
        extra.append(grid.widths.alias(_WIDTH))
    if grid.record_columns is not None:
        extra.append(grid.record_columns.alias(_RECORD_COLUMN))
    data = io.BytesIO()
    pl.DataFrame([*grid.cells.get_columns(), *extra]).write_ipc_stream(data, compression="uncompressed")
    return data.getbuffer()


def _grid(facts: dict[str, Any], data: bytes) -> Grid:
    columns = {each.name: each for each in pl.read_ipc_stream(io.BytesIO(data)).get_columns()}
    row_numbers, widths = columns.pop(_ROW), columns.pop(_WIDTH, None)
    record_columns = columns.pop(_RECORD_COLUMN, None)
    return Grid(
        number=facts["number"],
        title=facts["title"],
        cells=pl.DataFrame(list(columns.values())),
        row_numbers=row_numbers,
        column_numbers=facts["columns"],
        widths=widths,
        record_columns=record_columns,
        unreadable=frozenset((row, column) for row, column in facts["unreadable"]),
        source=facts["source"],
        months=facts["months"],
        form=facts["form"],
    )
