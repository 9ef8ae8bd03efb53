"""How the text of a cell becomes a value of its column's kind, a whole column at a time.

Each kind of column has one function. What cannot be read is told, never guessed; what was changed on the way is told
too. The functions know nothing of files: a column may hold the cells of many.
"""

from collections.abc import Callable

import polars as pl

from schemas.column import Column
from sources.cells.days import day
from sources.cells.identifiers import identifier
from sources.cells.lists import code, flag, label
from sources.cells.moments import moment
from sources.cells.numbers import number
from sources.cells.result import Circumstances, Result
from sources.cells.texts import authority, text

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
"""What stands in a cell of each kind, in the words of the finding that says it does not."""

CONFORM: dict[str, Callable[[pl.Series, Column, Circumstances], Result]] = {
    "identifier": identifier,
    "day": day,
    "moment": moment,
    "flag": flag,
    "code": code,
    "label": label,
    "text": text,
    "authority": authority,
    "whole": number(r"^-?\d+(\.0+)?$", pl.Int64),
    "decimal": number(r"^-?\d+(\.\d+)?$", pl.Decimal(10, 2)),
}
