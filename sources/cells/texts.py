"""Short organisational names, and the names of authorities."""

import polars as pl

from schemas.code_list import folded
from schemas.column import Column
from schemas.finding import UNREADABLE
from sources.cells.result import Circumstances, Result, lost

_LONGEST = 400


def text(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of short names."""
    if not (cells.str.len_bytes() > _LONGEST).any():
        return Result(values=cells)
    short = cells.set(cells.str.len_chars() > _LONGEST, None)
    return Result(values=short, marks=lost(UNREADABLE, cells, short))


def authority(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of authorities; this one's own name is blank."""
    distinct = [cell for cell in cells.unique().to_list() if cell is not None]
    mapping = {cell: None if folded(cell) in circumstances.own_names else cell for cell in distinct}
    return Result(values=cells.replace_strict(mapping, default=None, return_dtype=pl.String))
