"""References as the supplier's system wrote them, before a spreadsheet changed them.

`8812.0`, ` 88 12 ` and `８８１２` are 8812 again; zeros are put back where the length is known; what was changed is told.
A reference that a spreadsheet shortened (`1.23E+11`), two in one cell, or one in which the letters O, I or L stand
among digits for 0 and 1 cannot be told apart from another and is not read.
"""

import polars as pl

from schemas.column import Column
from schemas.finding import CHECK_DIGIT, UNREADABLE
from schemas.normalising import LOOK_ALIKE, NULL_WORD, REPAIRED, ZEROS_RESTORED
from schemas.rule import Rule
from sources.cells.checking import has_check_digit
from sources.cells.result import CELL, Circumstances, Result, lost, told, worked
from sources.cells.words import NOT_KNOWN

_LONGEST = 60
_UNSAFE = r"[^0-9A-Z/_-]|\d[OIL]\d|\d{3}O$|^(?:NK|TB[AC]|NONE|UNKNOWN)$"
_CONFUSED = r"^[0-9OIL]*\d[OIL]+\d[0-9OIL]*$|^\d{3,}O$"
# 1.23E+11 is a long number that a spreadsheet shortened; 1E5 may be a reference as it was written
_SHORTENED_OR_SEVERAL = r"^\d+(\.\d+)?E\+\d+$|^\d+\.\d+E\d+$|[;,]"
_LOOK_ALIKES = {
    **dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict.fromkeys("‐‑‒–—−", "-"),
}


def identifier(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of references, as pseudonyms."""
    if _is_plain(cells) and not column.width:
        return Result(values=circumstances.pseudonyms.of(column.domain, cells))
    found, marks = _repaired(cells, column)
    if column.check:
        found, checked = _checked(found, column.check)
        marks += checked
    return Result(values=circumstances.pseudonyms.of(column.domain, found), marks=marks)


def _is_plain(cells: pl.Series) -> bool:
    """Whether no reference of a column needs repairing, which is soon told."""
    return not worked(
        cells, CELL.str.contains(_UNSAFE).any() | (CELL.str.len_bytes() > _LONGEST).any()
    ).item()


def _repaired(cells: pl.Series, column: Column) -> tuple[pl.Series, tuple[tuple[Rule, pl.Series], ...]]:
    """References as they were before a spreadsheet changed them, null where that cannot be told; and what was done."""
    if _is_plain(cells):
        return _filled(cells, column)
    upper = CELL.str.to_uppercase()
    alike = upper.str.normalize("NFKC").str.replace_many(_LOOK_ALIKES)
    bare = alike.str.replace(r"^'", "").str.replace(r"^(\d+)\.0+$", "$1").str.replace_all(r"\s", "")
    wrong = (
        bare.str.contains(_SHORTENED_OR_SEVERAL)
        | (bare.str.len_chars() > _LONGEST)
        | bare.str.contains(_CONFUSED)
    )
    no_reference = CELL.str.to_lowercase().is_in(NOT_KNOWN).fill_null(False)
    told_of = cells.alias("cell").to_frame().select(
        ids=pl.when(~(wrong | no_reference)).then(bare),
        look_alike=(alike != upper).fill_null(False) & ~wrong,
        repaired=(bare != alike).fill_null(False) & ~wrong,
        nothing=no_reference,
    )  # fmt: skip
    ids, marks = _filled(told_of["ids"], column)
    unread = lost(UNREADABLE, cells.set(told_of["nothing"], None), ids)
    named = told(
        (LOOK_ALIKE, told_of["look_alike"]), (REPAIRED, told_of["repaired"]), (NULL_WORD, told_of["nothing"])
    )
    return ids, unread + named + marks


def _filled(ids: pl.Series, column: Column) -> tuple[pl.Series, tuple[tuple[Rule, pl.Series], ...]]:
    """References of digits with the zeros that they lost in front."""
    if not column.width:
        return ids, ()
    short = worked(
        ids, ((CELL.str.len_bytes() < column.width) & CELL.str.contains(r"^\d+$")).fill_null(False)
    )
    if not short.any():
        return ids, ()
    return worked(ids, CELL.str.zfill(column.width)), ((ZEROS_RESTORED, short),)


def _checked(ids: pl.Series, check: str) -> tuple[pl.Series, tuple[tuple[Rule, pl.Series], ...]]:
    """Numbers whose check digit does not fit are asked about; one of a single digit is nobody's and is left out."""
    right = has_check_digit(ids, check)
    if right.all():
        return ids, ()
    nobody = worked(ids, CELL.is_in([str(digit) * 10 for digit in range(10)]).fill_null(False))
    return ids.set(nobody, None), told((CHECK_DIGIT, ~right))
