"""Separated text, such as CSV, to one sheet of cells as they were written."""

import csv
import io
import re

import polars as pl

from sources.preflight.refusal import UnreadableFile
from sources.preflight.remark import LONG_CELL, Remark, remark
from sources.preflight.text import text_of
from sources.sheet import Grid

_LONGEST_CELL = 1_000_000
_MANY_LINES = 5
"""Lines beyond which a cell looks like several rows behind a quotation mark that was left open."""


def delimited(data: bytes) -> tuple[Grid, list[Remark]]:
    """The one sheet of a text file and what was noticed. Raises UnreadableFile for what is no table of text."""
    found = text_of(data)
    text = found.text.split("\n", 1)[-1] if found.skipped else found.text
    if len(found.separator) != 1 or found.separator in '"\r\n':
        raise UnreadableFile(
            "Expected a first line that names a separator; found one that names none. Remove that line and send it again."
        )
    grid = plain(text, found.separator)
    remarks: list[Remark] = []
    if grid is None:
        grid, remarks = _careful(text, found.separator, found.skipped)
    elif found.skipped:
        grid = Grid(**{**grid.__dict__, "row_numbers": grid.row_numbers + found.skipped})
    return grid, [*found.remarks, *remarks]


def plain(text: str, delimiter: str) -> Grid | None:
    """The quick ways for what systems export: a record a line, as many cells in each, quotation marks only around whole
    cells. None for any other text."""
    if not text or text.isspace() or ("\r" in text and text.count("\r") != text.count("\r\n")):
        return None
    grid = _as_written(text, delimiter)
    return _lined(text, delimiter) if grid is None else grid


def _as_written(text: str, delimiter: str) -> Grid | None:
    """The quickest way, for text that comes out letter by letter the same when its cells are written again: then no
    other reading of it is possible."""
    data, end = text.encode(), b"\r\n" if "\r" in text else b"\n"
    first, mark = data.split(end, 1)[0], delimiter.encode()
    lines = data.count(end) + (not data.endswith(end))
    if b'"' in first or first.count(mark) * lines > data.count(mark):
        return None  # soon told of text in which every cell is quoted, or with lines shorter than the first
    try:
        cells = _cells(data, delimiter, empty_string_is_null=True)
        if cells.height != lines or cells.width < 2:
            return None
        again = cells.write_csv(
            include_header=False, separator=delimiter, line_terminator=end.decode()
        ).encode()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    if again != data and again.removesuffix(end) != data:
        return None
    if (cells.select(pl.all().str.len_bytes().max() > _LONGEST_CELL)).row(0).count(True):
        return None
    return _grid(cells.fill_null(""))


def _lined(text: str, delimiter: str) -> Grid | None:
    """The same for text with more quotation marks than it needs, told line by line."""
    if "\x01" in text:
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
    if fewest != most or not fewest or is_odd or (lines.str.len_bytes() > _LONGEST_CELL).any():
        return None
    cells = _cells(text.encode(), delimiter, empty_string_is_null=False)
    return _grid(cells) if cells.shape == (len(lines), fewest + 1) else None


def _cells(data: bytes, delimiter: str, *, empty_string_is_null: bool) -> pl.DataFrame:
    return pl.read_csv(
        data,
        has_header=False,
        separator=delimiter,
        infer_schema=False,
        empty_string_is_null=empty_string_is_null,
    )


def _grid(cells: pl.DataFrame) -> Grid:
    return Grid(
        number=1,
        title="",
        cells=cells.rename({name: str(n) for n, name in enumerate(cells.columns)}),
        row_numbers=pl.int_range(1, cells.height + 1, dtype=pl.Int32, eager=True),
        column_numbers=list(range(1, cells.width + 1)),
    )


def _careful(text: str, delimiter: str, skipped: int) -> tuple[Grid, list[Remark]]:
    """Any text with quotation marks in pairs, rows as wide as they are and cells over several lines."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    start = 1 + skipped
    long: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            numbers.append(start)
            after = reader.line_num + 1 + skipped
            if after - start > _MANY_LINES:
                long.append(start)
            start = after
    except csv.Error as error:
        if "field limit" in str(error):
            raise UnreadableFile(
                f"Expected cells of under a million characters; found a longer one at line {start}. "
                "Check the quotation marks from that line on and send the file again."
            ) from None
        raise UnreadableFile(
            f"Expected quotation marks in pairs; found one left open at line {start}. Mend that line and send the file again."
        ) from None
    remarks = [remark(LONG_CELL, sheet=1, row=long[0], cells=len(long), lines=_MANY_LINES)] if long else []
    return Grid.of(rows, row_numbers=numbers), remarks
