"""Which rows of a source's sheets are records: those of many files at once, because a short sheet costs as much as a
long one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import polars as pl

from schemas.code_list import folded
from sources.cells.words import cleaned_frame
from sources.recognising import Recognised


@dataclass(frozen=True, kw_only=True)
class Part:
    """A recognised sheet, the delivery that brought it and the last day of that delivery's month."""

    sheet: Recognised
    delivery_id: str
    month_end: date


@dataclass(frozen=True, kw_only=True)
class Records:
    """The records of parts of one source, in the parts' order.

    `text` has a column of text for each column of the source that a part has, and `part` (the number of the part, from
    0), `record` (counted through all parts, from 0), `row_number` and, of a cross-tab, `record_column`. `ragged` says
    which have more or fewer cells than their headings; `ignored` counts for each part what else stands in the sheet.
    """

    text: pl.DataFrame
    ragged: pl.Series
    ignored: list[dict[str, int]]


def records(parts: Sequence[Part]) -> Records:
    """The record rows as text by column."""
    rows = _rows(parts)
    ignored = [
        {"title": part.sheet.heading_row, "heading": 1, "blank": 0, "total": 0, "section": 0}
        for part in parts
    ]
    kept = pl.repeat(True, rows.height, eager=True)
    for number, indexes, positions in _suspects(rows, parts):
        sheet = parts[number].sheet
        heading, is_workbook = _heading(sheet), bool(sheet.grid.title)
        kinds = [
            _not_a_record(row, heading, is_workbook=is_workbook) for row in sheet.grid.rows_at(positions)
        ]
        for kind in filter(None, kinds):
            ignored[number][kind] += 1
        kept[[index for index, kind in zip(indexes, kinds, strict=True) if kind]] = False
    text = rows if kept.all() else rows.filter(kept)
    places = text.select(
        "part",
        pl.int_range(pl.len(), dtype=pl.Int32).alias("record"),
        "row_number",
        *(["record_column"] if "record_column" in text.columns else []),
    )
    return Records(
        text=places.hstack(cleaned_frame(text.select(_names(parts)))),
        ragged=text["is_ragged"],
        ignored=ignored,
    )


def _names(parts: Sequence[Part]) -> list[str]:
    return list(dict.fromkeys(name for part in parts for name in part.sheet.positions))


def _rows(parts: Sequence[Part]) -> pl.DataFrame:
    """Every row below the headings of every part, as it was read, with its place."""
    frames, heights = [], []
    for part in parts:
        grid, start = part.sheet.grid, part.sheet.heading_row + 1
        cells = grid.cells.slice(start).get_columns()
        taken = [cells[position].alias(name) for name, position in part.sheet.positions.items()]
        own = [cells[0].alias("_first"), grid.row_numbers.slice(start).alias("row_number")]
        if grid.record_columns is not None:
            own.append(grid.record_columns.slice(start).alias("record_column"))
        own.append(_ragged(part.sheet).slice(start).alias("is_ragged"))
        frames.append(pl.DataFrame([*own, *taken]))
        heights.append(frames[-1].height)
    numbers = pl.DataFrame({"part": range(len(parts)), "rows": heights}, schema_overrides={"part": pl.Int32})
    return pl.concat(frames, how="diagonal", rechunk=True).with_columns(
        numbers.filter(pl.col("rows") > 0).select(pl.col("part").repeat_by("rows").explode()).to_series()
    )


def _ragged(sheet: Recognised) -> pl.Series:
    """Which rows of a text file have not as many cells as it has headings."""
    grid = sheet.grid
    if grid.title or (grid.widths is None and len(_heading(sheet)) == grid.cells.width):
        return pl.Series([False]).new_from_index(0, grid.height)
    if grid.widths is None:
        return pl.Series([True]).new_from_index(0, grid.height)
    return grid.widths != len(_heading(sheet))


def _heading(sheet: Recognised) -> list[str]:
    return [folded(cell) for cell in sheet.grid.rows(sheet.heading_row, 1)[0]]


def _suspects(rows: pl.DataFrame, parts: Sequence[Part]) -> list[tuple[int, list[int], list[int]]]:
    """The rows that may be no records, told by their first cell: looking closely at every row costs more than all the
    rest of reading. A total holds "al", a repeated heading every word of the heading, a section no digit. For each part
    that has some: its number, and their places among all rows and in the part's sheet."""
    starts = [part.sheet.heading_row + 1 for part in parts]
    heights = (max(part.sheet.grid.height - start, 0) for part, start in zip(parts, starts, strict=True))
    of_parts = pl.DataFrame(
        {
            "part": range(len(parts)),
            "word": [max(_heading(part.sheet)[0].split(), key=len, default="") for part in parts],
            "is_workbook": [bool(part.sheet.grid.title) for part in parts],
            "start": starts,
            "above": [0, *accumulate(heights)][:-1],
        },
        schema_overrides={"part": pl.Int32},
    )
    first = pl.col("_first").str.to_lowercase()
    suspect = (
        ~first.str.contains("[0-9a-z]")
        | first.str.contains(r"[^\x00-\x7F]")
        | first.str.contains("al", literal=True)
        | first.str.contains(pl.col("word"), literal=True)
        | (pl.col("is_workbook") & ~first.str.contains("[0-9]"))
    )
    found = (
        rows.lazy()
        .select("part", "_first", index=pl.int_range(pl.len()))
        .filter(~_is_plain(pl.col("_first"), of_parts["word"].to_list()))
        .join(of_parts.lazy(), on="part", how="left", maintain_order="left")
        .with_columns(position=pl.col("start") + pl.col("index") - pl.col("above"))
        .filter(suspect)
        .group_by("part", maintain_order=True)
        .agg("index", "position")
        .collect()
    )
    return found.rows()


def _is_plain(first: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Whether a cell is a number, a date or a reference such as `C000123`, which is soon told and no suspect: it has a
    digit, plain letters, no "al" for want of an l, and too few letters for the word of a heading."""
    if not all(word.isalpha() for word in words):
        return pl.lit(False)
    return first.str.contains(rf"^[A-KM-Za-km-z]{{0,{min(5, *map(len, words)) - 1}}}[0-9][0-9/.: -]*$")


def _not_a_record(row: list[str], heading: list[str], *, is_workbook: bool) -> str:
    """Why a row is not a record: blank, total, section, or a repeated heading; empty text for a record."""
    first = next((cell for cell in row if cell and not cell.isspace()), "")
    if not first:
        return "blank"
    if folded(first) in ("total", "totals", "grand total", "all"):
        return "total"
    if folded(first) == heading[0] and [folded(cell) for cell in row] == heading:
        return "heading"
    if (
        is_workbook
        and len(heading) > 2
        and not any(map(str.isdigit, first))
        and sum(1 for cell in row if cell.strip()) == 1
    ):
        return "section"
    return ""
