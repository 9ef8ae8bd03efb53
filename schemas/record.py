"""What names a record of a table when its row has moved: its key, written as one text."""

import polars as pl

from schemas.table import TableModel, columns, key

SEPARATOR = "|"


def record_key(model: TableModel) -> pl.Expr:
    """The key columns of a typed row as one text; null where the table has no key or a needed part of it is unknown.

    Identifiers in it are pseudonyms already. A part that may honestly be blank counts as blank.
    """
    names = key(model)
    if not names:
        return pl.lit(None, pl.String)
    required = [name for name in names if columns(model)[name].required] or [names[0]]
    parts = [pl.col(name).cast(pl.String).fill_null("") for name in names]
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in required)
    return pl.when(known).then(pl.concat_str(parts, separator=SEPARATOR))
