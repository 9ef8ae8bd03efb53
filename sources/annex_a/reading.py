"""A list of Annex A as a table of text under the names of its fields, its words as our codes where Annex A's table of
spellings has them."""

from dataclasses import dataclass

import polars as pl

from sources.annex_a.layout import AnnexList, ListColumn, meanings, squeezed, word
from sources.annex_a.recognising import CHILD, Found
from sources.cells.days import FORMATS
from sources.cells.words import cleaned

ROW, DAY, PLACE, TEAM = "row", "day", "place", "team_name"
_TIME = r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A list's records as text, null where blank. `table` has the row of the file (`row`), the list's fields, and of
    the day that names a record its ISO text (`day`, the cell's own where it is no day) and the number of the child's
    records of that day so far (`place`, from 1). `columns` are the file's columns of the fields, from 1."""

    annex_list: AnnexList
    table: pl.DataFrame
    number: int
    title: str
    heading_row: int
    columns: dict[str, int]
    unreadable: frozenset[tuple[int, int]]


def sheet(found: Found) -> Sheet:
    """The records of a recognised list; rows that are blank or repeat the headings are none."""
    grid, used = found.grid, found.used
    cells = grid.cells.slice(found.heading_row + 1).with_columns(cleaned(pl.all()))
    filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    rows = grid.row_numbers.slice(found.heading_row + 1).alias(ROW)
    taken = [_field(cells.to_series(place), column) for column, place in used.values()]
    child = found.places[used[CHILD][0].heading]
    headings = [
        cell
        for cell in cells.to_series(child).unique()
        if cell and squeezed(cell) in used[CHILD][0].spellings
    ]
    kept = filled & ~cells.to_series(child).is_in(headings).fill_null(False)
    table = (
        pl.DataFrame([rows, *taken])
        .filter(kept)
        .with_columns(_reference(CHILD), iso(found.annex_list.day).alias(DAY))
    )
    place = pl.int_range(1, pl.len() + 1).over(CHILD, DAY)
    table = table.with_columns(place.alias(PLACE))
    if (
        TEAM in table.columns
    ):  # a look-up that went wrong is no team, and no reason to lose the child's record
        table = table.with_columns(pl.when(~pl.col(TEAM).str.starts_with("#")).then(TEAM))
    return Sheet(
        annex_list=found.annex_list,
        table=table,
        number=grid.number,
        title=grid.title,
        heading_row=int(grid.row_numbers[found.heading_row]),
        columns={name: grid.column_numbers[place] for name, (_, place) in used.items() if name != TEAM},
        unreadable=grid.unreadable,
    )


def iso(name: str) -> pl.Expr:
    """A day in one form whatever the list's own is; text that is no day stays."""
    text = pl.col(name).str.replace(_TIME, "")
    days = [
        pl.when(text.str.contains(shape)).then(text).str.to_date(form, strict=False).dt.to_string("%Y-%m-%d")
        for form, shape in FORMATS
    ]
    return pl.coalesce(*days, text)


def _reference(name: str) -> pl.Expr:
    """A reference as the system wrote it, without what a spreadsheet adds to a number."""
    return pl.col(name).str.replace(r"^(\d+)\.0+$", "$1").alias(name)


def _field(cells: pl.Series, column: ListColumn) -> pl.Series:
    """A column under its field's name, with the words that Annex A's spellings know as codes; others stay as written,
    for the code list and the partnership's own spellings."""
    known = meanings(column.codes) if column.codes else {}
    mapped = {cell: known[word(cell)] or None for cell in cells.unique() if cell and word(cell) in known}
    return cells.replace(mapped).alias(column.field) if mapped else cells.alias(column.field)
