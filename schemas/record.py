"""What names a record of a table when its row has moved: its key, written as one text."""

from hashlib import sha256

import polars as pl

from schemas.table import TableModel, columns, key

SEPARATOR = "|"


def record_key(model: TableModel) -> pl.Expr:
    """The key columns of a typed row as one text; null where the table has no key or a needed part of it is unknown.

    Identifiers in it are pseudonyms already, and words that a supplier wrote stand as their hash: a key goes where
    nothing of a record may go. A part that may honestly be blank counts as blank.
    """
    names = key(model)
    if not names:
        return pl.lit(None, pl.String)
    required = [name for name in names if columns(model)[name].required] or [names[0]]
    parts = [
        _hashed(name) if columns(model)[name].kind == "text" else pl.col(name).cast(pl.String).fill_null("")
        for name in names
    ]
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in required)
    return pl.when(known).then(pl.concat_str(parts, separator=SEPARATOR))


def _hashed(name: str) -> pl.Expr:
    return pl.col(name).map_batches(_hashes, return_dtype=pl.String).fill_null("")


def _hashes(words: pl.Series) -> pl.Series:
    known = {word: sha256(word.encode()).hexdigest()[:12] for word in words.drop_nulls().unique()}
    return words.replace_strict(known, default=None, return_dtype=pl.String)
