"""Cells before anything is made of them: white space of spreadsheets, and words that mean nothing."""

from itertools import product

import polars as pl

NOTHING = ("", "-", "--", "n/a", "na", "null", "nil")
"""Words that mean an empty cell, whatever the column, after folding case."""

NOT_KNOWN = (
    "?",
    ".",
    "#n/a",
    "n/k",
    "nk",
    "none",
    "not known",
    "not recorded",
    "not stated",
    "tba",
    "tbc",
    "unknown",
)
"""Further words that mean an empty cell where a number, a reference or a yes or no stands. In a day they are not
read: a case whose closing day is not known is closed, and must never become open."""


_NOTHING_AS_WRITTEN = sorted(
    {"".join(letters) for word in NOTHING for letters in product(*({mark, mark.upper()} for mark in word))}
)
"""The same in every mixture of capital and small letters: looked for as it stands, no cell is folded. No letter beyond
ASCII folds to one of theirs."""


def cleaned(cells: pl.Expr) -> pl.Expr:
    """Text without the white space that spreadsheets add; words that mean nothing are null."""
    return _stripped(
        cells.str.replace_all("[\u200b\u200c\u200d\ufeff]", "").str.replace_all("\u00a0", " ", literal=True)
    )


def cleaned_frame(texts: pl.DataFrame) -> pl.DataFrame:
    """Every column `cleaned`. White space beyond ASCII is only looked for in a column that has such a letter."""
    if not texts.width:
        return texts
    letters, size = pl.all().str.len_chars().sum(), pl.all().str.len_bytes().sum()
    is_ascii = texts.select(letters == size).row(0, named=True)
    return texts.select(
        _stripped(pl.col(name)) if is_ascii[name] else cleaned(pl.col(name)) for name in texts.columns
    )


def _stripped(cells: pl.Expr) -> pl.Expr:
    text = cells.str.strip_chars()
    return pl.when(~text.is_in(_NOTHING_AS_WRITTEN)).then(text)
