"""Cells before anything is made of them: white space of spreadsheets, and words that mean nothing."""

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


def cleaned(cells: pl.Expr) -> pl.Expr:
    """Text without the white space that spreadsheets add; words that mean nothing are null."""
    text = cells.str.replace_all("[\u200b\u200c\u200d\ufeff]", "").str.replace_all(
        "\u00a0", " ", literal=True
    )
    text = text.str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(NOTHING)).then(text)
