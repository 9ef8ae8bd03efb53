"""Words of a list: codes, labels, yes and no. An unknown spelling is never guessed.

The lists stand in `schemas/codes`; one row in the partnership's own file of the same name teaches a spelling. The list
of a label is named by its heading: `risk_grade.csv` teaches `Risk Grade`, with the label as its code.
"""

import polars as pl

from schemas.code_list import folded, label_list, official, spellings
from schemas.column import Column
from schemas.finding import UNKNOWN
from schemas.normalising import NULL_WORD, SPELLING
from sources.cells.result import Circumstances, Result, lost, told
from sources.cells.words import NOT_KNOWN

YES_NO = "yes_no"


def code(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of codes, delivered as codes, labels or known spellings."""
    return _known(cells, spellings(column.codes, circumstances.overlay), official(column.codes))


def label(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of words from a short list of its own."""
    own = {folded(word): word for word in column.labels}
    taught = spellings(label_list(column.headings[0]), circumstances.overlay)
    known = {spelling: own[folded(word)] for spelling, word in taught.items() if folded(word) in own}
    return _known(cells, known | own, frozenset(own))


def flag(cells: pl.Series, column: Column, circumstances: Circumstances) -> Result:
    """A column of yes and no; a word that says that it is not known is blank, and never no."""
    known = spellings(YES_NO, circumstances.overlay)
    distinct = _distinct(cells)
    said = {cell: known.get(folded(cell)) for cell in distinct}
    blank = [cell for cell in distinct if said[cell] is None and cell.lower() in NOT_KNOWN]
    nothing = cells.is_in(blank).fill_null(False) if blank else None
    kept = cells if nothing is None else cells.set(nothing, None)
    answers = {cell: word == "Y" for cell, word in said.items() if word is not None}
    flags = kept.replace_strict(answers, default=None, return_dtype=pl.Boolean)
    return Result(values=flags, marks=lost(UNKNOWN, kept, flags) + told((NULL_WORD, nothing)))


def _known(cells: pl.Series, known: dict[str, str], official: frozenset[str]) -> Result:
    """The word that each cell stands for; told where the cell is neither it nor its label."""
    mapping = {cell: known.get(folded(cell)) for cell in _distinct(cells)}
    values = cells.replace_strict(mapping, default=None, return_dtype=pl.String)
    others = [cell for cell, word in mapping.items() if word is not None and folded(cell) not in official]
    other = cells.is_in(others).fill_null(False) if others else None
    return Result(values=values, marks=lost(UNKNOWN, cells, values) + told((SPELLING, other)))


def _distinct(cells: pl.Series) -> list[str]:
    return [cell for cell in cells.unique().to_list() if cell is not None]


UNKNOWN_SPELLINGS = {
    "part": pl.Int32,
    "column": pl.String,
    "list": pl.String,
    "spelling": pl.String,
    "rows": pl.Int64,
}
"""What is kept of words that no list knows: the part of the column they stand in, the column's heading, the list that
a row would teach them, and the number of rows. The words are a supplier's: they go to the restricted store only."""


def list_name(column: Column) -> str:
    """The list that knows a column's words, and whose file teaches further ones; empty for other kinds of column."""
    if column.kind == "label":
        return label_list(column.headings[0])
    return YES_NO if column.kind == "flag" else column.codes


def unknown_spellings(cells: pl.Series, mask: pl.Series, column: Column, part: pl.Series) -> pl.DataFrame:
    """Each spelling of a column that its list does not know, once a part, with the number of its rows; the commonest
    first. `part` says for each cell which file or sheet it came from."""
    rows = pl.DataFrame({"part": part, "spelling": cells}).filter(mask)
    counts = (
        rows.group_by("part", "spelling")
        .len("rows")
        .sort("part", "rows", "spelling", descending=[False, True, False])
    )
    named = counts.with_columns(
        pl.lit(column.headings[0]).alias("column"), pl.lit(list_name(column)).alias("list")
    )
    return named.select(pl.col(name).cast(dtype) for name, dtype in UNKNOWN_SPELLINGS.items())
