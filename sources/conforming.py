"""How a recognised sheet of text becomes typed rows, with a list of every cell that could not be read.

A cell that cannot be read sets its row aside: an unreadable end date must never become "still open".
"""

from dataclasses import dataclass

import polars as pl

from schemas.code_list import folded
from schemas.column import Column
from schemas.finding import (
    RAGGED,
    UNREADABLE,
    counted,
    findings,
    no_findings,
)
from schemas.finding import Column as FindingColumn
from schemas.table import columns, local_day, polars_schema
from sources.cells.conform import CONFORM, EXPECTED
from sources.cells.result import Circumstances
from sources.cells.words import cleaned
from sources.recognising import Recognised


@dataclass(frozen=True, kw_only=True)
class Conformed:
    """Typed rows with their places, the findings, and what was ignored by name.

    `frame` holds every record before any is set aside, and beside its columns the record's number (and in a cross-tab
    its column); `ignored` counts rows of the file that are no records, by kind.
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    ignored: dict[str, int]

    @property
    def records(self) -> int:
        """Rows that are records."""
        return self.frame.height


def conformed(sheet: Recognised, circumstances: Circumstances) -> Conformed:
    """The typed rows of a recognised sheet, in the order of the file."""
    raw, ignored, ragged = _records(sheet)
    places = raw.select(pl.col("^record(_column)?$"), "sheet_number", "row_number")
    typed: dict[str, pl.Series] = {
        "authority": pl.Series("authority", [circumstances.authority], dtype=pl.String).new_from_index(
            0, raw.height
        ),
        "delivery_id": pl.Series("d", [circumstances.delivery_id], dtype=pl.String).new_from_index(
            0, raw.height
        ),
        "sheet_number": raw["sheet_number"],
        "row_number": raw["row_number"],
    }
    found = []
    if ragged.any():
        found.append(findings(RAGGED, places.filter(ragged), FindingColumn(number=None, heading="")))
    broken = _broken_cells(sheet, raw)
    for name, column in columns(sheet.source.table).items():
        where = _where(sheet, name, column)
        if column.kind == "given":
            typed[name] = pl.Series([circumstances.month_end], dtype=pl.Date).new_from_index(0, raw.height)
            continue
        cells = (
            raw[name]
            if name in raw.columns
            else pl.Series([None], dtype=pl.String).new_from_index(0, raw.height)
        )
        result = CONFORM[column.kind](cells, column, circumstances)
        typed[name] = result.values
        if column.kind == "moment" and result.days is not None:
            typed[local_day(name)] = result.days
        for rule, mask in result.marks:
            if rule.counted:
                found.append(counted(rule, places.filter(mask), where))
            else:
                words = rule.message.format(kind=EXPECTED[column.kind])
                found.append(findings(rule, places.filter(mask), where, words))
        if name in broken:
            words = "Expected a value; found an error or a formula that was never computed."
            found.append(findings(UNREADABLE, places.filter(broken[name]), where, words))
    schema = polars_schema(sheet.source.table)
    frame = pl.DataFrame([typed[name].cast(dtype).alias(name) for name, dtype in schema.items()])
    frame = pl.concat([places.select(pl.col("^record(_column)?$")), frame], how="horizontal")
    return Conformed(frame=frame, findings=pl.concat([no_findings(), *found]), ignored=ignored)


def _where(sheet: Recognised, name: str, column: Column) -> FindingColumn:
    position = sheet.positions.get(name)
    numbers = sheet.grid.column_numbers
    number = numbers[position] if position is not None and position < len(numbers) else None
    return FindingColumn(number=number, heading=column.headings[0] if column.headings else name)


def _records(sheet: Recognised) -> tuple[pl.DataFrame, dict[str, int], pl.Series]:
    """The record rows as text by column, what else stands in the sheet by kind, and which rows are ragged."""
    grid, start = sheet.grid, sheet.heading_row + 1
    heading = [folded(cell) for cell in grid.rows(sheet.heading_row, 1)[0]]
    ignored: dict[str, int] = {"title": sheet.heading_row, "heading": 1, "blank": 0, "total": 0, "section": 0}
    is_workbook = bool(grid.title)
    rows = grid.cells.slice(start)
    kept = pl.repeat(True, rows.height, eager=True)
    for index in _suspects(rows, heading, is_workbook):
        kind = _not_a_record(grid.rows(start + index, 1)[0], heading, is_workbook)
        if kind:
            ignored[kind] += 1
            kept[index] = False
    width, count = len(heading), int(kept.sum())
    data: dict[str, pl.Series] = {
        "record": pl.int_range(count, dtype=pl.Int32, eager=True),
        **(
            {"record_column": grid.record_columns[start:].filter(kept)}
            if grid.record_columns is not None
            else {}
        ),
        "sheet_number": pl.Series([grid.number], dtype=pl.Int32).new_from_index(0, count),
        "row_number": grid.row_numbers[start:].filter(kept),
    }
    for name, position in sheet.positions.items():
        data[name] = rows.to_series(position).filter(kept)
    ragged = pl.repeat(False, count, eager=True)
    if not is_workbook and (grid.widths is not None or width != grid.cells.width):
        widths = (
            grid.widths if grid.widths is not None else pl.repeat(grid.cells.width, grid.height, eager=True)
        )
        ragged = widths[start:].filter(kept) != width
    return pl.DataFrame(data).with_columns(cleaned(pl.col(name)) for name in sheet.positions), ignored, ragged


def _suspects(rows: pl.DataFrame, heading: list[str], is_workbook: bool) -> list[int]:
    """The rows that may be no records, told by their first cell: looking closely at every row costs more than all the
    rest of reading. A total holds "al", a repeated heading every word of the heading, a section no digit."""
    lower = pl.col("first").str.to_lowercase()
    word = max(heading[0].split(), key=len, default="")
    suspect = (
        ~lower.str.contains("[0-9a-z]")
        | lower.str.contains(r"[^\x00-\x7F]")
        | lower.str.contains("al", literal=True)
        | lower.str.contains(word, literal=True)
    )
    if is_workbook:
        suspect |= ~lower.str.contains("[0-9]")
    return rows.select(first=pl.first()).select(suspect.arg_true()).to_series().to_list()


def _not_a_record(row: list[str], heading: list[str], is_workbook: bool) -> str:
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


def _broken_cells(sheet: Recognised, raw: pl.DataFrame) -> dict[str, pl.Series]:
    """Which records hold an error cell or an uncomputed formula, by column."""
    broken: dict[str, pl.Series] = {}
    numbers = sheet.grid.column_numbers
    for name, position in sheet.positions.items():
        if not sheet.grid.unreadable or position >= len(numbers):
            continue
        rows = [row for row, column in sheet.grid.unreadable if column == numbers[position]]
        mask = raw["row_number"].is_in(rows)
        if mask.any():
            broken[name] = mask
    return broken
