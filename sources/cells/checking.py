"""Numbers that check themselves: the last digit of an NHS number, the first letter of a unique pupil number."""

from functools import reduce
from operator import add

import polars as pl

from sources.cells.result import CELL, worked

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letters of the check, by remainder: no I, O or S."""


def has_check_digit(ids: pl.Series, check: str) -> pl.Series:
    """Whether each number fits its own check; a blank does. `check` is `nhs` or `upn`."""
    return worked(ids, pl.when(CELL.is_not_null()).then(_CHECKS[check]().fill_null(False)).otherwise(True))


def _nhs() -> pl.Expr:
    """Ten digits: the first nine times 10 to 2 and the last add up to a multiple of 11 (NHS Data Dictionary). A number
    of one digit repeated fits by chance and is nobody's."""
    digits = [CELL.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(10)]
    total = reduce(add, (digit * (10 - place) for place, digit in enumerate(digits)), pl.lit(0))
    shape = CELL.str.contains(r"^\d{10}$")
    same = CELL.is_in([str(digit) * 10 for digit in range(10)])
    return shape & ~same & (total % 11 == 0)


def _upn() -> pl.Expr:
    """A letter and twelve characters: those times 2 to 13 modulo 23 give the letter (DfE, Unique pupil numbers). The
    last of a temporary number is a letter, which counts as its place among the letters."""
    parts = [CELL.str.slice(place, 1) for place in range(1, 13)]
    last = parts[-1]
    letter_value = last.replace_strict(
        {letter: value for value, letter in enumerate(_UPN_LETTERS)}, default=None
    )
    values = [*(part.cast(pl.Int32, strict=False) for part in parts[:-1])]
    values.append(pl.coalesce(last.cast(pl.Int32, strict=False), letter_value.cast(pl.Int32)))
    total = reduce(add, (value * (place + 2) for place, value in enumerate(values)))
    wanted = (total % 23).replace_strict(dict(enumerate(_UPN_LETTERS)), default=None, return_dtype=pl.String)
    return CELL.str.contains(r"^[A-Z]\d{11}[\dA-Z]$") & (wanted == CELL.str.slice(0, 1))


_CHECKS = {"nhs": _nhs, "upn": _upn}
