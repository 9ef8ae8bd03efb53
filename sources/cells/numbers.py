"""Numbers with what people put around them: commas of thousands, signs, currency, percent, brackets for less than 0.

A decimal comma, a number in words, an infinity and a mark of suppression are not read.
"""

from collections.abc import Callable

import polars as pl

from schemas.column import Column
from schemas.finding import IMPLAUSIBLE, SUPPRESSED, UNREADABLE
from schemas.normalising import NULL_WORD, NUMBER_MARKS
from schemas.rule import Rule
from sources.cells.result import CELL, Circumstances, Result, lost, told
from sources.cells.words import NOT_KNOWN

_HIGHEST = 1e7
_THOUSANDS = r"^[+-]?[£$€]?\d{1,3}([, ]\d{3})+(\.\d+)?%?$"
SUPPRESSED_MARKS = r"^(?:<\s*\d{1,3}|c|\*{1,3}|supp(?:ressed)?|low)$"
"""What agencies write in place of a count that is too small to give away."""


def number(pattern: str, dtype: pl.DataType | type) -> Callable[[pl.Series, Column, Circumstances], Result]:
    """A kind of number: the plain form that is read, and its type."""

    def conform(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
        plain = pl.when(CELL.str.contains(pattern)).then(CELL).cast(pl.Float64, strict=False)
        floats = cells.alias("cell").to_frame().select(number=plain).to_series()
        marks: tuple[tuple[Rule, pl.Series], ...] = ()
        known = cells
        if floats.null_count() > cells.null_count():
            floats, known, marks = _undressed(cells, floats, pattern)
        lowest = column.lowest if column.lowest is not None else -_HIGHEST
        highest = column.highest if column.highest is not None else _HIGHEST
        outside = (floats < lowest) | (floats > highest)
        kept = floats.set(outside, None) if outside.any() else floats
        values = kept.round(2, mode="half_away_from_zero").cast(dtype).alias(cells.name)
        return Result(
            values=values,
            marks=lost(UNREADABLE, known, floats) + told((IMPLAUSIBLE, outside.fill_null(False))) + marks,
        )

    return conform


def _undressed(
    cells: pl.Series, floats: pl.Series, pattern: str
) -> tuple[pl.Series, pl.Series, tuple[tuple[Rule, pl.Series], ...]]:
    """The numbers of cells that are not plain, the cells that should have been read, and what was done."""
    bare = (
        CELL.str.replace_all(r"[\u2212\u2013]", "-")
        .str.replace(r"^\((.+)\)$", "-$1")
        .str.replace_all(r"\s+", " ")
        .str.replace_all(r" ?([£$€%+-]) ?", "$1")
    )
    bare = (
        pl.when(bare.str.contains(_THOUSANDS)).then(bare.str.replace_all("[, ]", "")).otherwise(bare)
    )  # two numbers in a cell are never one
    bare = bare.str.replace(r"^([+-]?)[£$€]", "$1").str.replace(r"^\+", "")
    is_share = bare.str.ends_with("%")
    bare = bare.str.strip_suffix("%")
    amount = pl.when(bare.str.contains(r"^-?\d+(\.\d+)?$")).then(bare).cast(pl.Float64, strict=False)
    amount = pl.when(is_share).then(amount / 100).otherwise(amount)
    whole = pl.lit(True) if r"\.\d+" in pattern else amount == amount.round()
    lower = CELL.str.to_lowercase()
    told_of = cells.alias("cell").to_frame().select(
        amount=pl.when(whole).then(amount),
        nothing=lower.is_in(NOT_KNOWN).fill_null(False),
        suppressed=lower.str.contains(SUPPRESSED_MARKS).fill_null(False),
    )  # fmt: skip
    found = floats.zip_with(floats.is_not_null(), told_of["amount"])
    not_read = told_of["nothing"] | told_of["suppressed"]
    marks = told(
        (NUMBER_MARKS, floats.is_null() & told_of["amount"].is_not_null()),
        (NULL_WORD, told_of["nothing"]),
        (SUPPRESSED, told_of["suppressed"]),
    )
    return found, cells.set(not_read, None), marks
