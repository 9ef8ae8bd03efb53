"""DuckDB, opened the one way that is safe here."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.arrow import Stream

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "storage_compatibility_version": "v1.5.0",
    "preserve_insertion_order": True,
}


@contextmanager
def database(
    path: Path | str = ":memory:",
    *,
    read_only: bool = False,
    reaches: Iterable[Path] = (),
    memory: str = "",
    keeping: bool = True,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is closed whatever happens. Beside its own file it can open files in the folders that it
    `reaches`, and nothing else: no other file, no address, no extension, and no query can change that.

    `memory` bounds what DuckDB holds (`1GB`); what does not fit is written to a folder beside the file, `<its name>.tmp`,
    which nobody else can read and which goes when the connection closes. Whoever opens a file first decides both for as
    long as it is open; a look that comes before the work is not for `keeping` it open (`kept_open`).
    """
    kept = _kept[-1].get(Path(path)) if _kept else None
    if kept is not None and kept[1] == read_only:
        connection = kept[0].cursor()
    else:
        connection = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    spilt = Path(f"{path}.tmp") if isinstance(path, Path) and not read_only else None
    try:
        _lock(connection, reaches, memory, spilt)
        if keeping and _kept and isinstance(path, Path) and not _is_kept(path):
            _kept[-1][path] = connection, read_only
            connection = connection.cursor()  # which closes with what it was made of, and not before
        yield connection
    finally:
        connection.close()
        if spilt is not None and spilt.exists() and not _is_kept(path):
            shutil.rmtree(spilt)


_kept: list[dict[Path, tuple[duckdb.DuckDBPyConnection, bool]]] = []


@contextmanager
def kept_open() -> Iterator[None]:
    """Keep every file that is opened inside open until the end: a run opens the same two some twenty times, and opening
    one, even a second time, takes longer than most of what is asked of it. What is committed is on the disk either way."""
    _kept.append({})
    try:
        yield
    finally:
        for connection, _ in _kept.pop().values():
            connection.close()


def let_go(path: Path) -> None:
    """Close a file that is kept open, so that it can be read from the disk or another can take its place."""
    for kept in _kept:
        if path in kept:
            kept.pop(path)[0].close()


def _is_kept(path: Path | str) -> bool:
    return any(path in kept for kept in _kept)


def _lock(
    connection: duckdb.DuckDBPyConnection, reaches: Iterable[Path], memory: str, spilt: Path | None
) -> None:
    ((is_locked,),) = rows(connection, "select current_setting('lock_configuration')")
    if is_locked:  # the same file is open already in this process, and so shares what was set
        return
    folders = ", ".join(quoted(str(folder)) for folder in reaches)
    if memory:
        connection.execute(f"set memory_limit = {quoted(memory)}")
    if memory and spilt is not None:
        spilt.mkdir(exist_ok=True, mode=0o700)
        connection.execute(f"set temp_directory = {quoted(str(spilt))}")
    connection.execute(
        "set global TimeZone = 'UTC';"
        f"set allowed_directories = [{folders}]; set enable_external_access = false; set lock_configuration = true"
    )


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | None = None
) -> list[tuple[Any, ...]]:
    """Every row of a query."""
    return connection.execute(query, parameters or []).fetchall()


def frame(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """A query's result as a Polars frame. Raises duckdb.Error wherever in its run the query stops."""
    try:
        return pl.DataFrame(Stream(connection.sql(query, params=parameters)))
    except pl.exceptions.PolarsError:  # what stopped after the first rows, told by who was reading them
        raise duckdb.Error("Expected a query that runs to its end; found one that stopped.") from None


@contextmanager
def lent(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """A frame that queries can read under a name for a while."""
    connection.register(name, Stream(frame))
    try:
        yield
    finally:
        connection.unregister(name)


def quoted(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"
