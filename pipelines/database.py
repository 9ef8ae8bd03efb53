"""DuckDB, opened the one way that is safe here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "storage_compatibility_version": "v1.5.0",
}


@contextmanager
def database(
    path: Path | str = ":memory:", *, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is closed whatever happens."""
    connection = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set preserve_insertion_order = true")
        yield connection
    finally:
        connection.close()


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | None = None
) -> list[tuple[Any, ...]]:
    """Every row of a query."""
    return connection.execute(query, parameters or []).fetchall()


def frame(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """A query's result as a Polars frame."""
    found: pl.DataFrame = connection.sql(query).pl()
    return found


def quoted(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"
