"""The statistical neighbours of every authority, from either model's published table."""

from pathlib import Path

import polars as pl

_FORMS = {
    "2025": ("old_la_code", "la_name", "SN_{}", "SN_{}P"),
    "2021": ("LA number", "LA Name", "SN{}", None),
}
NEIGHBOURS = {
    "model": pl.String,
    "authority": pl.String,
    "place": pl.Int32,
    "neighbour": pl.String,
    "closeness": pl.String,
}
"""One neighbour of one authority: `place` from 1, the nearest."""


class NotNeighbours(Exception):
    """A file that is no table of statistical neighbours."""


def neighbours(path: Path) -> pl.DataFrame:
    """The neighbours of every authority in the file, in the columns of `NEIGHBOURS`. Raises NotNeighbours."""
    try:
        raw = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)
    except pl.exceptions.PolarsError:
        raw = pl.DataFrame()
    for model, (code, _, each, close) in _FORMS.items():
        if {code, each.format(1)} <= set(raw.columns):
            # the older table calls every column of closeness by one name, so it is told by its place
            parts = [
                _one(raw, model, code, each.format(n), close and close.format(n), n) for n in range(1, 11)
            ]
            return pl.concat(parts).filter(pl.col("neighbour").is_not_null()).sort("authority", "place")
    raise NotNeighbours(
        f"Expected a table of statistical neighbours; found other columns in {path.name}. "
        "Download the model's table with every authority in it."
    )


def _one(
    raw: pl.DataFrame, model: str, code: str, column: str, close: str | None, place: int
) -> pl.DataFrame:
    position = raw.columns.index(column) + 1
    closeness = raw[close] if close else raw.to_series(position)
    return pl.DataFrame(
        {
            "model": [model] * raw.height,
            "authority": raw[code].str.strip_chars(),
            "place": pl.Series([place] * raw.height, dtype=pl.Int32),
            "neighbour": raw[column].str.strip_chars(),
            "closeness": closeness.str.strip_chars(),
        }
    )
