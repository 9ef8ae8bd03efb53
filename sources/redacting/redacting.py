"""A file's bytes without some rows, proved by reading both: the rows are blank or gone, and no other row is another."""

from collections.abc import Collection, Mapping

import polars as pl

from sources.daily.reading import is_payload
from sources.preflight.kind import kind
from sources.reading import Book, UnreadableFile, book
from sources.redacting.census import without_children
from sources.redacting.payload import without_records
from sources.redacting.plain_workbook import plain_workbook
from sources.redacting.text import without_lines
from sources.redacting.workbook import NotNative, without_rows
from sources.sheet import Grid


class CannotRedact(Exception):
    """A file out of which rows cannot be taken; the words say what to do."""


def redacted(
    data: bytes,
    rows: Mapping[int, Collection[int]],
    *,
    words: Collection[str],
    password: str | None = None,
) -> bytes:
    """The file without the rows that `rows` names, by number of sheet and of row in the file.

    Text, XML censuses, daily payloads and .xlsx keep their form; other workbooks become a plain .xlsx of the same cells, without a
    password. `words` are references that may stand nowhere in what is given back. Raises CannotRedact where the rest
    would not read as it did, or a word would stay.
    """
    before = book(data, password=password)
    form = kind(data)
    try:
        if form == "xml" or is_payload(data):
            made = without_children(data, words) if form == "xml" else without_records(data, words)
            _check_records(before, book(made), words)
            return made
        if form == "text":
            made = without_lines(data, rows.get(1, ()))
        else:
            try:
                made = without_rows(data, rows, words)
                _check(before, book(made), rows)
            except (NotNative, CannotRedact):
                made = plain_workbook(_raw(data, form, password), rows)
        _check(before, book(made), rows)
    except UnreadableFile:
        raise _cannot() from None
    return made


def _raw(data: bytes, form: str, password: str | None) -> list[Grid]:
    """The sheets of a workbook as they stand in it."""
    from sources.workbook import modern, old

    return (modern(data) if form == "zip" else old(data, password))[1]


def _check(before: Book, after: Book, rows: Mapping[int, Collection[int]]) -> None:
    known = {grid.number: grid for grid in after.grids}
    for grid in before.grids:
        gone = set(rows.get(grid.number, ()))
        made = known.get(grid.number)
        kept = _rows(grid, gone)
        if made is None:
            if kept.height:
                raise _cannot()
            continue
        if not kept.equals(_rows(made, gone)) or made.title != grid.title or _filled(made, gone):
            raise _cannot()


def _check_records(before: Book, after: Book, words: Collection[str]) -> None:
    """The records of a census or a payload are made from it: theirs hold the child's reference, or one that begins with it,
    or are in a table that has no reference of a child, of which nothing may be new."""
    stood, known = _by_headings(before), _by_headings(after)
    if any(grid.source == "" for grid in before.grids) or not known.keys() <= stood.keys():
        raise _cannot()
    for named, frame in stood.items():
        theirs = pl.any_horizontal(
            pl.col(name).str.strip_chars().is_in(list(words))
            | pl.any_horizontal(pl.col(name).str.starts_with(f"{word.strip()}|") for word in words)
            for name in frame.columns
            if name != "row"
        )
        kept, left = frame.filter(~theirs), known.get(named, frame.clear())
        has_reference = kept.height < frame.height
        if left.height <= 1 and (kept.height <= 1 or not has_reference):
            continue  # nothing but headings is left, or might be
        is_known = left.columns == frame.columns and left.join(frame, on=frame.columns, how="anti").is_empty()
        if not is_known or (has_reference and not kept.equals(left)):
            raise _cannot()


def _by_headings(read: Book) -> dict[tuple[str, ...], pl.DataFrame]:
    """The rows by sheet's title and headings: what is told of one kind may stand in several sheets."""
    found: dict[tuple[str, ...], list[pl.DataFrame]] = {}
    for grid in read.grids:
        found.setdefault((grid.title, *(cell for row in grid.rows(0, 1) for cell in row)), []).append(
            _frame(grid)
        )
    return {named: pl.concat(frames).unique(maintain_order=True) for named, frames in found.items()}


def _rows(grid: Grid, gone: set[int]) -> pl.DataFrame:
    """The rows that are not blank and not to go, by number; a cell for each column that holds anything."""
    frame = _frame(grid).filter(~pl.col("row").is_in(list(gone)))
    cells = [name for name in frame.columns if name != "row"]
    filled = frame.filter(pl.any_horizontal(pl.col(name) != "" for name in cells)) if cells else frame.clear()
    held = [name for name in cells if (filled[name] != "").any()]
    return filled.select("row", *held)


def _filled(grid: Grid, gone: set[int]) -> bool:
    """Whether a row that is to go still holds something; the reference of a row above it may have its number."""
    frame = _frame(grid).filter(pl.col("row").is_in(list(gone)))
    cells = [name for name in frame.columns if name != "row"]
    return bool(cells) and bool(
        frame.select(pl.any_horizontal((pl.col(name) != "").any() for name in cells)).item()
    )


def _frame(grid: Grid) -> pl.DataFrame:
    named = {name: f"c{number}" for name, number in zip(grid.cells.columns, _columns(grid), strict=True)}
    return grid.cells.rename(named).with_columns(grid.row_numbers.alias("row"))


def _columns(grid: Grid) -> list[int]:
    """A number for each column of cells, told apart where several come from one column of the file or from none."""
    return list(range(len(grid.cells.columns)))


def _cannot() -> CannotRedact:
    return CannotRedact(
        "Expected a file out of which rows can be taken with every other row left as it was; found one where that cannot be "
        "proved. Have the agency send the report again without the child, hold this delivery, and remove it by retention."
    )
