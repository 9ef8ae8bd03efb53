"""Dates with times: local clock time (Europe/London) becomes a UTC instant beside its local day.

An hour that the clocks skip does not exist and is not read; the hour that they repeat is taken as its first pass and
told. `24:00` is the midnight that ends the day. A time that names its own distance from UTC is taken by its word. A day
alone is its first minute, or its last where the moment stops a clock.
"""

from datetime import time

import polars as pl

from schemas.column import Column
from schemas.finding import REPEATED_HOUR, UNREADABLE
from schemas.normalising import DAY_ALONE, MIDNIGHT, OFFSET, SERIAL, TWO_DIGIT_YEAR
from schemas.rule import Rule
from sources.cells.days import EXCEL_ZERO, FORMATS, SERIALS, alike, implausible, is_short, parsed, rewritten
from sources.cells.result import CELL, Circumstances, Result, lost, told, worked

_FORMATS = [(f"{day} %H:%M:%S", f"{shape[:-1]} \\d{{2}}:\\d{{2}}:\\d{{2}}$") for day, shape in FORMATS]
_AS_EXPORTED = [
    (f"{day}{mark}{form}", f"{shape[:-1]}{mark}{time}$")
    for day, shape in FORMATS[:2]
    for mark in "T "
    for form, time in (("%H:%M:%S", r"\d{2}:\d{2}:\d{2}"), ("%H:%M", r"\d{2}:\d{2}"))
]
"""Forms that need no rewriting."""
_OFFSET = r"\d:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:Z|[+-]\d{2}:?\d{2})$"
_TIME_OF_DAY = r"(?i)\d:\d|\d ?[ap]\.?m"
_END_OF_DAY = r"[T ]24:00(?::00)?$"
_HOUR_OF_12 = r"(?i)[T ](\d{1,2})(?::(\d{2}))?(?::\d{2})? ?([ap])\.?m\.?$"


def moment(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of moments."""
    local = alike(cells, _AS_EXPORTED, pl.Datetime("us"))
    marks: tuple[tuple[Rule, pl.Series], ...] = ()
    if local is None:
        local = parsed(worked(cells, _in_full(CELL)), _FORMATS, pl.Datetime("us"))
        if local.null_count() > cells.null_count():
            local, marks = _rarer(cells, local)
        if column.clock:
            alone = (local.dt.time() == time()) & ~cells.str.contains(_TIME_OF_DAY)
            marks += told((DAY_ALONE, alone.fill_null(False)))
            if column.clock == "stops":
                local = local.zip_with(~alone.fill_null(False), local.dt.offset_by("23h59m"))
    told_of = _instants(local)
    return Result(
        values=told_of["instant"],
        days=told_of["day"],
        marks=lost(UNREADABLE, cells, told_of["instant"])
        + implausible(local)
        + told((REPEATED_HOUR, told_of["repeated"]))
        + marks,
    )


def _instants(local: pl.Series) -> pl.DataFrame:
    """The instant, the local day, and whether the clocks passed the time twice."""
    utc = CELL.dt.replace_time_zone("Europe/London", ambiguous="earliest", non_existent="null")
    later = CELL.dt.replace_time_zone("Europe/London", ambiguous="latest", non_existent="null")
    may_repeat = (CELL.dt.month() == 10) & (CELL.dt.hour() == 1)  # the only hour in which they do
    found = (
        local.alias("cell")
        .to_frame()
        .select(
            instant=utc.dt.convert_time_zone("UTC").dt.replace_time_zone(None),
            repeated=may_repeat.fill_null(False),
            day=pl.when(utc.is_not_null()).then(CELL.dt.date()),
        )
    )
    if found["repeated"].any():
        repeated = worked(local.set(~found["repeated"], None), (utc != later).fill_null(False))
        found = found.with_columns(repeated=repeated)
    return found


def _in_full(cell: pl.Expr) -> pl.Expr:
    """The usual ways to write a time with all its parts; a day alone is its midnight."""
    text = cell.str.replace(r"(\d)[Tt](\d)", "$1 $2").str.replace(r"(:\d{2})\.\d+$", "$1")
    text = text.str.replace(r" (\d:\d{2}(:\d{2})?)$", " 0$1").str.replace(r" (\d{2}:\d{2})$", " $1:00")
    return text.str.replace(r"^([^:]+)$", "$1 00:00:00")


def _rarer(cells: pl.Series, local: pl.Series) -> tuple[pl.Series, tuple[tuple[Rule, pl.Series], ...]]:
    """The rarer ways to write a moment, for the cells that the usual ones leave."""
    left = local.is_null() & cells.is_not_null()
    rest = cells.set(~left, None)
    with_offset = rest.str.contains(_OFFSET).fill_null(False)
    by_word = worked(rest.set(~with_offset, None), _by_offset(CELL))
    ended = rest.str.contains(_END_OF_DAY).fill_null(False)
    plain = rewritten(worked(rest.set(with_offset, None), _of_24(CELL).str.replace(_END_OF_DAY, " 00:00:00")))
    again = parsed(worked(plain, _in_full(CELL)), _FORMATS, pl.Datetime("us"))
    again = again.zip_with(~ended, worked(again, CELL + pl.duration(days=1)))
    serial = worked(rest, _serial(CELL))
    found = again.zip_with(again.is_not_null(), by_word.zip_with(by_word.is_not_null(), serial))
    is_found = found.is_not_null()
    marks = told(
        (OFFSET, by_word.is_not_null()),
        (MIDNIGHT, ended & is_found),
        (TWO_DIGIT_YEAR, is_short(rest) & is_found),
        (SERIAL, serial.is_not_null() & again.is_null()),
    )
    return local.zip_with(~left, found), marks


def _by_offset(cell: pl.Expr) -> pl.Expr:
    """Local clock time of a moment that names its distance from UTC."""
    text = (
        cell.str.replace("T", " ", literal=True)
        .str.replace(r"(:\d{2})\.\d+", "$1")
        .str.replace(r" ?Z$", "+00:00")
    )
    text = text.str.replace(r"^(\S+ \d{1,2}:\d{2}) ?([+-])", "$1:00$2").str.replace(
        r" ([+-]\d{2}:?\d{2})$", "$1"
    )
    text = text.str.replace(r"([+-]\d{2})(\d{2})$", "$1:$2")
    utc = text.str.strptime(pl.Datetime("us", "UTC"), "%Y-%m-%d %H:%M:%S%:z", strict=False)
    return utc.dt.convert_time_zone("Europe/London").dt.replace_time_zone(None)


def _of_24(cell: pl.Expr) -> pl.Expr:
    """A time of the twelve-hour clock (`2:05 pm`) as one of the day's twenty-four hours."""
    hour = cell.str.extract(_HOUR_OF_12, 1).cast(pl.Int32)
    half = cell.str.extract(_HOUR_OF_12, 3).str.to_lowercase()
    of_24 = pl.when(hour.is_between(1, 12)).then(hour % 12 + pl.when(half == "p").then(12).otherwise(0))
    minute = cell.str.extract(_HOUR_OF_12, 2).fill_null("00")
    day = cell.str.replace(_HOUR_OF_12, "")
    said = pl.concat_str(
        day, pl.lit(" "), of_24.cast(pl.String).str.zfill(2), pl.lit(":"), minute, pl.lit(":00")
    )
    return pl.when(of_24.is_not_null()).then(said).otherwise(cell)


def _serial(cell: pl.Expr) -> pl.Expr:
    """Excel's number of a moment: days since its nought, with the part of the day, to the second."""
    number = cell.str.extract(r"^(\d{5}(?:\.\d+)?)$").cast(pl.Float64)
    seconds = (number * 86_400).round().cast(pl.Int64)
    return pl.when(number.is_between(*SERIALS)).then(
        pl.lit(EXCEL_ZERO).cast(pl.Datetime("us")) + pl.duration(seconds=seconds)
    )
