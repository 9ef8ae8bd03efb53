"""How the text of a cell becomes a value of its column's kind, a whole column at a time.

Each kind of column has one function here. What cannot be read is told, never guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from schemas.code_list import folded, spellings
from schemas.column import Column
from schemas.finding import UNKNOWN, UNREADABLE
from schemas.rule import Rule
from sources.pseudonym import Pseudonyms

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
EXPECTED = {
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


def cleaned(cells: pl.Expr) -> pl.Expr:
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


@dataclass(frozen=True, kw_only=True)
class Result:
    """A column's values, which of its cells could not be read and by which rule, and what else was seen."""

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


def _identifier(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    found = cells if _is_plain(cells) and not column.width else _repaired(cells, column)
    return Result(values=circumstances.pseudonyms.of(column.domain, found), bad=_lost(cells, found))


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


def _day(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    text = _CELL.str.replace(
        r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "$1"
    )
    days = _parsed(_of(cells, text), _DAY_FORMATS, pl.Date)
    return Result(values=days, bad=_lost(cells, days), implausible=_implausible_years(days))


def _moment(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
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
    return Result(
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


def _flag(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    lower = cells.str.to_lowercase()
    mapping = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    flags = lower.replace_strict(mapping, default=None, return_dtype=pl.Boolean)
    return Result(values=flags, bad=_lost(cells, flags))


def _known(cells: pl.Series, known: dict[str, str]) -> pl.Series:
    distinct = cells.drop_nulls().unique().to_list()
    mapping = {cell: known.get(folded(cell)) for cell in distinct}
    return cells.replace_strict(mapping, default=None, return_dtype=pl.String)


def _code(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    codes = _known(cells, spellings(column.codes, circumstances.overlay))
    return Result(values=codes, bad=_lost(cells, codes), rule=UNKNOWN)


def _label(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    labels = _known(cells, {folded(label): label for label in column.labels})
    return Result(values=labels, bad=_lost(cells, labels), rule=UNKNOWN)


def _text_cell(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    text = cells.set(cells.str.len_chars() > _LONGEST_TEXT, None)
    return Result(values=text, bad=_lost(cells, text))


def _authority(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    distinct = cells.drop_nulls().unique().to_list()
    mapping = {cell: None if folded(cell) in circumstances.own_names else cell for cell in distinct}
    return Result(values=cells.replace_strict(mapping, default=None, return_dtype=pl.String))


def _number(pattern: str, dtype: pl.DataType | type) -> Callable[[pl.Series, Column, Circumstances], Result]:
    def conform(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
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
        return Result(values=values, bad=_lost(cells, told["number"]), implausible=told["outside"])

    return conform


CONFORM: dict[str, Callable[[pl.Series, Column, Circumstances], Result]] = {
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
