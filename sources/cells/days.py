"""Calendar days in every form that people and systems write them. The month never comes first.

`03/04/2023`, `3-4-2023`, `03.04.2023`, `3 Apr 2023`, `3rd April 2023`, `Mon 3 April 2023`, `2023-04-03`, `20230403`,
and each with a time behind it, which is cut off. A year of two figures is read by one rule: 00 to 49 are 2000 to 2049,
50 to 99 are 1950 to 1999; it is told. So is a number in which Excel counts days.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from schemas.column import Column
from schemas.finding import IMPLAUSIBLE, PLACEHOLDER, UNREADABLE
from schemas.normalising import SERIAL, TWO_DIGIT_YEAR
from schemas.rule import Rule
from sources.cells.result import CELL, Circumstances, Result, lost, told, worked

PolarsTemporal = type[pl.Date] | pl.Datetime
FORMATS = (
    ("%Y-%m-%d", r"^\d{4}-\d{2}-\d{2}$"),
    ("%d/%m/%Y", r"^\d{1,2}/\d{1,2}/\d{4}$"),
    ("%d-%m-%Y", r"^\d{1,2}-\d{1,2}-\d{4}$"),
    ("%d.%m.%Y", r"^\d{1,2}\.\d{1,2}\.\d{4}$"),
    ("%d %b %Y", r"^\d{1,2} [A-Za-z]{3} \d{4}$"),
    ("%d %B %Y", r"^\d{1,2} [A-Za-z]{4,} \d{4}$"),
    ("%d-%b-%Y", r"^\d{1,2}-[A-Za-z]{3}-\d{4}$"),
    ("%Y/%m/%d", r"^\d{4}/\d{2}/\d{2}$"),
    ("%Y%m%d", r"^(?:19|20)\d{6}$"),
)
"""Forms of a day and their shapes, tried in this order; the first whose shape fits is the only one."""

PLACEHOLDERS = (
    date(1, 1, 1),
    date(1753, 1, 1),
    date(1800, 1, 1),
    date(1899, 12, 30),
    date(1899, 12, 31),
    date(1900, 1, 1),
    date(1900, 1, 2),
    date(1901, 1, 1),
    date(2999, 12, 31),
    date(9999, 12, 31),
)
"""Days that systems write where no day is known; all lie in years that are implausible anyway."""

_TIME = r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$"
_FIRST_YEAR, _LAST_YEAR, _PIVOT = 1902, 2100, 50
SERIALS = (10_000, 73_050)
"""Excel's numbers of the days from 18 May 1927 to 31 December 2099."""
EXCEL_ZERO = date(1899, 12, 30)


def day(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of days."""
    days = alike(cells, FORMATS, pl.Date)
    if days is None:
        days = parsed(worked(cells, CELL.str.replace(_TIME, "")), FORMATS, pl.Date)
    if days.null_count() == cells.null_count():
        return Result(values=days, marks=implausible(days))
    text = rewritten(cells.str.replace(_TIME, ""))
    left = days.is_null() & cells.is_not_null()
    again = parsed(text.set(~left, None), FORMATS, pl.Date)
    serial = worked(cells.set(~left, None), _serial(CELL)).cast(pl.Int32)
    counted = worked(serial, pl.lit(EXCEL_ZERO) + pl.duration(days=CELL)).cast(pl.Date)
    days = days.zip_with(~left, again.zip_with(again.is_not_null(), counted))
    marks = told((TWO_DIGIT_YEAR, again.is_not_null() & is_short(cells)), (SERIAL, counted.is_not_null()))
    return Result(values=days, marks=lost(UNREADABLE, cells, days) + implausible(days) + marks)


def rewritten(text: pl.Series) -> pl.Series:
    """Rarer ways to write a day in one of `FORMATS`; what is none of them stays as it is."""
    plain = CELL.str.replace_all(r"\s+", " ").str.replace(
        r"(?i)^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", ""
    )
    plain = plain.str.replace(r"(?i)^(\d{1,2})(?:st|nd|rd|th)\b", "$1").str.replace(
        r"(?i)^(\d{1,2}) of ", "$1 "
    )
    plain = plain.str.replace(r"^(\d{1,2})[ -]([A-Za-z]+)\.?,?[ -](\d{2,4})\b", "$1 $2 $3")
    plain = plain.str.replace(r"(?i)^(\d{1,2}) sept (\d)", "$1 Sep $2")
    plain = plain.str.replace(r"^(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?[/.-] ?(\d{2,4})\b", "$1/$3/$4")
    early = plain.str.replace(r"^(\d{1,2}/\d{1,2}/|\d{1,2} [A-Za-z]+ )(\d{2})( |$)", "${1}20$2$3")
    late = plain.str.replace(r"^(\d{1,2}/\d{1,2}/|\d{1,2} [A-Za-z]+ )(\d{2})( |$)", "${1}19$2$3")
    year = plain.str.extract(r"^(?:\d{1,2}/\d{1,2}/|\d{1,2} [A-Za-z]+ )(\d{2})(?: |$)").cast(pl.Int32)
    return worked(text, pl.when(year < _PIVOT).then(early).when(year >= _PIVOT).then(late).otherwise(plain))


def is_short(cells: pl.Series) -> pl.Series:
    """Where the year has two figures."""
    return cells.str.contains(
        r"^\D*\d{1,2}(?:st|nd|rd|th)?[ /.-]+(?:\d{1,2}|[A-Za-z]+)[ /.,-]+\d{2}(?:\D|$)"
    ).fill_null(False)


def _serial(text: pl.Expr) -> pl.Expr:
    number = text.str.extract(r"^(\d{5})(?:\.0+)?$").cast(pl.Int32)
    return pl.when(number.is_between(*SERIALS)).then(number)


def alike(cells: pl.Series, formats: Iterable[tuple[str, str]], dtype: PolarsTemporal) -> pl.Series | None:
    """A column in which every cell is written like the first one, as systems export it; None for any other."""
    first = cells.drop_nulls().head(1)
    for form, shape in formats:
        if first.str.contains(shape).any():
            found = worked(cells, _fitting(form, shape, dtype))
            return found if found.null_count() == cells.null_count() else None
    return None


def _fitting(form: str, shape: str, dtype: PolarsTemporal) -> pl.Expr:
    return pl.when(CELL.str.contains(shape)).then(CELL).str.strptime(dtype, form, strict=False)


def parsed(
    text: pl.Series,
    formats: Iterable[tuple[str, str]],
    dtype: PolarsTemporal,
) -> pl.Series:
    """Text as dates by the first format whose shape fits; month-first is never tried."""
    found = pl.Series(text.name, [None], dtype=dtype).new_from_index(0, len(text))
    for form, shape in formats:
        left = found.is_null() & text.is_not_null()
        if not left.any():
            break
        found = found.zip_with(~left, worked(text, _fitting(form, shape, dtype)))
    return found


def implausible(values: pl.Series) -> tuple[tuple[Rule, pl.Series], ...]:
    """Days, or moments, that systems write for no day, and others in years that nothing here happened in."""
    first, last = values.min(), values.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return ()
    if first.year >= _FIRST_YEAR and last.year <= _LAST_YEAR:
        return ()
    outside = (CELL.dt.year() < _FIRST_YEAR) | (CELL.dt.year() > _LAST_YEAR)
    stands_for_none = CELL.cast(pl.Date).is_in(PLACEHOLDERS)
    return told(
        (PLACEHOLDER, worked(values, stands_for_none.fill_null(False))),
        (IMPLAUSIBLE, worked(values, (outside & ~stands_for_none).fill_null(False))),
    )
