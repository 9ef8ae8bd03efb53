"""How a recognised sheet of text becomes typed rows, with a list of every cell that could not be read.

A cell that cannot be read sets its row aside: an unreadable end date must never become "still open".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

import polars as pl

from schemas.code_list import folded, spellings
from schemas.column import Column
from schemas.finding import (
    IMPLAUSIBLE,
    RAGGED,
    REPEATED_HOUR,
    UNKNOWN,
    UNREADABLE,
    findings,
    no_findings,
)
from schemas.finding import Column as FindingColumn
from schemas.rule import Rule
from schemas.table import columns, local_day, polars_schema
from sources.pseudonym import Pseudonyms
from sources.recognising import Recognised

NOTHING = ("", "-", "--", "n/a", "na", "null", "nil")
"""Words that mean an empty cell, whatever the column, after folding case."""

_YES = ("y", "yes", "true", "t", "1")
_NO = ("n", "no", "false", "f", "0")
_LONGEST_TEXT = 400
_DAY_FORMATS = (
    ("%Y-%m-%d", r"^\d{4}-\d{2}-\d{2}$"),
    ("%d/%m/%Y", r"^\d{1,2}/\d{1,2}/\d{4}$"),
    ("%d-%m-%Y", r"^\d{1,2}-\d{1,2}-\d{4}$"),
    ("%d.%m.%Y", r"^\d{1,2}\.\d{1,2}\.\d{4}$"),
    ("%d %b %Y", r"^\d{1,2} [A-Za-z]{3} \d{4}$"),
    ("%d %B %Y", r"^\d{1,2} [A-Za-z]{4,} \d{4}$"),
    ("%d-%b-%Y", r"^\d{1,2}-[A-Za-z]{3}-\d{4}$"),
)
_EXPECTED = {
    "identifier": "a reference",
    "day": "a date such as 31/03/2023",
    "moment": "a date and time such as 31/03/2023 14:05 that the clocks did not skip",
    "flag": "Y or N",
    "whole": "a whole number",
    "decimal": "a number",
    "text": "a short name",
    "authority": "the name of an authority",
    "code": "a known code",
    "label": "a known word",
    "given": "a date",
}


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What conforming needs to know besides the sheet: who, which delivery, when, and the local spellings."""

    authority: str
    delivery_id: str
    month_end: date
    pseudonyms: Pseudonyms
    own_names: frozenset[str]
    overlay: Path | None = None


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
        result = _CONFORM[column.kind](cells, column, circumstances)
        typed[name] = result.values
        if column.kind == "moment" and result.days is not None:
            typed[local_day(name)] = result.days
        for rule, mask in (
            (result.rule, result.bad),
            (IMPLAUSIBLE, result.implausible),
            (REPEATED_HOUR, result.repeated),
        ):
            if mask is not None and mask.any():
                words = rule.message.format(kind=_EXPECTED[column.kind])
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
    heading = [folded(cell) for cell in grid.rows[sheet.heading_row]]
    ignored: dict[str, int] = {"title": sheet.heading_row, "heading": 1, "blank": 0, "total": 0, "section": 0}
    is_workbook = bool(grid.title)
    rows = grid.rows[start:]
    by_position = [pl.Series(cells, dtype=pl.String) for cells in zip_longest(*rows, fillvalue="")]
    kept = [True] * len(rows)
    for index in _suspects(by_position, heading, is_workbook):
        kind = _not_a_record(rows[index], heading, is_workbook)
        if kind:
            ignored[kind] += 1
            kept[index] = False
    width, count = len(heading), sum(kept)
    mask = pl.Series(kept, dtype=pl.Boolean)
    data: dict[str, pl.Series] = {
        "record": pl.int_range(count, dtype=pl.Int32, eager=True),
        **(
            {"record_column": pl.Series(grid.record_columns[start:], dtype=pl.Int32).filter(mask)}
            if grid.record_columns
            else {}
        ),
        "sheet_number": pl.Series([grid.number], dtype=pl.Int32).new_from_index(0, count),
        "row_number": pl.Series(grid.row_numbers[start:], dtype=pl.Int32).filter(mask),
    }
    for name, position in sheet.positions.items():
        cells = (
            by_position[position]
            if position < len(by_position)
            else pl.Series([""] * len(rows), dtype=pl.String)
        )
        data[name] = cells.filter(mask)
    ragged = pl.Series([not is_workbook and len(row) != width for row in rows], dtype=pl.Boolean).filter(mask)
    return pl.DataFrame(data).with_columns(_clean(pl.col(name)) for name in sheet.positions), ignored, ragged


def _suspects(by_position: list[pl.Series], heading: list[str], is_workbook: bool) -> list[int]:
    """The rows that may be no records, told by their first cell: looking closely at every row costs more than all the
    rest of reading. A total holds "al", a repeated heading every word of the heading, a section no digit."""
    if not by_position:
        return []
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
    return pl.DataFrame({"first": by_position[0]}).select(suspect.arg_true()).to_series().to_list()


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


def _clean(cells: pl.Expr) -> pl.Expr:
    """Text without the white space that spreadsheets add; words that mean nothing are null."""
    text = cells.str.replace_all("[\u200b\u200c\u200d\ufeff]", "").str.replace_all(
        "\u00a0", " ", literal=True
    )
    text = text.str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(NOTHING)).then(text)


def _of(cells: pl.Series, result: pl.Expr) -> pl.Series:
    """An expression of `_CELL` worked out in one pass: a step at a time costs more than the work on a short sheet."""
    return cells.alias("cell").to_frame().select(result.alias(cells.name)).to_series()


_CELL = pl.col("cell")


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


@dataclass(frozen=True, kw_only=True)
class _Result:
    values: pl.Series
    bad: pl.Series | None = None
    rule: Rule = UNREADABLE
    days: pl.Series | None = None
    implausible: pl.Series | None = None
    repeated: pl.Series | None = None


def _lost(cells: pl.Series, values: pl.Series) -> pl.Series | None:
    """Which cells became nothing; None when none did, which counting tells sooner than comparing."""
    if cells.null_count() == values.null_count():
        return None
    return cells.is_not_null() & values.is_null()


def _identifier(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    found = cells if _is_plain(cells) and not column.width else _repaired(cells, column)
    return _Result(values=circumstances.pseudonyms.of(column.domain, found), bad=_lost(cells, found))


def _is_plain(cells: pl.Series) -> bool:
    """Whether no id of a column needs repairing, which is soon told."""
    return not _of(
        cells, _CELL.str.contains(r"[^0-9A-Z/_-]").any() | (_CELL.str.len_bytes() > 60).any()
    ).item()


def _repaired(cells: pl.Series, column: Column) -> pl.Series:
    """Ids as they were before a spreadsheet changed them; null where that cannot be told."""
    ids = _CELL.str.to_uppercase().str.replace(r"^(\d+)\.0+$", "$1").str.replace_all(" ", "", literal=True)
    # 1.23E+11 is a long number that a spreadsheet shortened; 1E5 may be a reference as it was written
    shortened = ids.str.contains(r"^\d+(\.\d+)?E\+\d+$|^\d+\.\d+E\d+$|[;,]")
    ids = pl.when(~(shortened | (ids.str.len_chars() > 60))).then(ids)
    if column.width:
        ids = ids.str.zfill(column.width)
    return _of(cells, ids)


def _day(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    text = _CELL.str.replace(
        r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "$1"
    )
    days = _parsed(_of(cells, text), _DAY_FORMATS, pl.Date)
    return _Result(values=days, bad=_lost(cells, days), implausible=_implausible_years(days))


def _moment(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    text = _CELL.str.replace(r"(\d)[Tt](\d)", "$1 $2").str.replace(r"(:\d{2})\.\d+$", "$1")
    text = text.str.replace(r" (\d:\d{2}(:\d{2})?)$", " 0$1").str.replace(r" (\d{2}:\d{2})$", " $1:00")
    text = text.str.replace(r"^([^:]+)$", "$1 00:00:00")
    formats = [
        (f"{day} %H:%M:%S", f"{shape[:-1]} \\d{{2}}:\\d{{2}}:\\d{{2}}$") for day, shape in _DAY_FORMATS
    ]
    local = _parsed(_of(cells, text), formats, pl.Datetime("us"))
    utc = _CELL.dt.replace_time_zone("Europe/London", ambiguous="earliest", non_existent="null")
    later = _CELL.dt.replace_time_zone("Europe/London", ambiguous="latest", non_existent="null")
    told = (
        local.alias("cell")
        .to_frame()
        .select(
            instant=utc.dt.convert_time_zone("UTC").dt.replace_time_zone(None),
            repeated=(utc != later).fill_null(False),
            day=pl.when(utc.is_not_null()).then(_CELL.dt.date()),
        )
    )
    return _Result(
        values=told["instant"],
        bad=_lost(cells, told["instant"]),
        repeated=told["repeated"],
        days=told["day"],
        implausible=_implausible_years(local),
    )


def _parsed(
    text: pl.Series,
    formats: list[tuple[str, str]] | tuple[tuple[str, str], ...],
    dtype: type[pl.Date] | pl.Datetime,
) -> pl.Series:
    """Text as dates by the first format whose shape fits; month-first is never tried."""
    parsed = pl.Series(text.name, [None], dtype=dtype).new_from_index(0, len(text))
    for form, shape in formats:
        left = parsed.is_null() & text.is_not_null()
        if not left.any():
            break
        fitting = pl.when(_CELL.str.contains(shape)).then(_CELL).str.strptime(dtype, form, strict=False)
        parsed = parsed.zip_with(~left, _of(text, fitting))
    return parsed


def _implausible_years(values: pl.Series) -> pl.Series | None:
    first, last = values.min(), values.max()
    if not isinstance(first, date) or not isinstance(last, date) or (first.year > 1900 and last.year < 2101):
        return None
    year = _CELL.dt.year()
    return _of(values, ((year < 1901) | (year > 2100)).fill_null(False))


def _flag(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    lower = cells.str.to_lowercase()
    mapping = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    flags = lower.replace_strict(mapping, default=None, return_dtype=pl.Boolean)
    return _Result(values=flags, bad=_lost(cells, flags))


def _known(cells: pl.Series, known: dict[str, str]) -> pl.Series:
    distinct = cells.drop_nulls().unique().to_list()
    mapping = {cell: known.get(folded(cell)) for cell in distinct}
    return cells.replace_strict(mapping, default=None, return_dtype=pl.String)


def _code(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    codes = _known(cells, spellings(column.codes, circumstances.overlay))
    return _Result(values=codes, bad=_lost(cells, codes), rule=UNKNOWN)


def _label(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    labels = _known(cells, {folded(label): label for label in column.labels})
    return _Result(values=labels, bad=_lost(cells, labels), rule=UNKNOWN)


def _text_cell(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    text = cells.set(cells.str.len_chars() > _LONGEST_TEXT, None)
    return _Result(values=text, bad=_lost(cells, text))


def _authority(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
    distinct = cells.drop_nulls().unique().to_list()
    mapping = {cell: None if folded(cell) in circumstances.own_names else cell for cell in distinct}
    return _Result(values=cells.replace_strict(mapping, default=None, return_dtype=pl.String))


def _number(pattern: str, dtype: pl.DataType | type) -> Callable[[pl.Series, Column, Circumstances], _Result]:
    def conform(cells: pl.Series, column: Column, circumstances: Circumstances) -> _Result:
        thousands = _CELL.str.contains(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
        text = pl.when(thousands).then(_CELL.str.replace_all(",", "", literal=True)).otherwise(_CELL)
        floats = pl.when(text.str.contains(pattern)).then(text).cast(pl.Float64, strict=False)
        highest = column.highest if column.highest is not None else 1e7
        outside = floats > highest
        if column.lowest is not None:
            outside |= floats < column.lowest
        told = cells.alias("cell").to_frame().select(number=floats, outside=outside.fill_null(False))
        kept = pl.when(~pl.col("outside")).then(pl.col("number")).round(2, mode="half_away_from_zero")
        values = told.select(kept.cast(dtype).alias(cells.name)).to_series()
        return _Result(values=values, bad=_lost(cells, told["number"]), implausible=told["outside"])

    return conform


_CONFORM: dict[str, Callable[[pl.Series, Column, Circumstances], _Result]] = {
    "identifier": _identifier,
    "day": _day,
    "moment": _moment,
    "flag": _flag,
    "code": _code,
    "label": _label,
    "text": _text_cell,
    "authority": _authority,
    "whole": _number(r"^[+-]?\d+(\.0+)?$", pl.Int64),
    "decimal": _number(r"^[+-]?\d+(\.\d+)?$", pl.Decimal(10, 2)),
}
