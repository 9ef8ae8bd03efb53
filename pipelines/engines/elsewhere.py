"""A build's core tables and counts, made by an engine elsewhere and brought back into the build."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from pipelines.chosen.engine import EngineChoice
from pipelines.database import quoted, rows
from pipelines.engines.engine import Engine, EngineFailed, Types, started
from pipelines.figures.values import counted_query
from pipelines.settings import SettingsNotUnderstood
from scorecards.core_table import CoreTable
from scorecards.indicator import Indicator
from scorecards.reference_table import COUNTED

_DEPTH = 6
"""How many errors of Java, each the cause of the one before, are named."""
_OURS = ("scorecard", "checks", "main")
"""Schemas that no core table and no indicator reads."""


class Elsewhere:
    """The far side of one build while it is made. `close` it: what was sent is taken away again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._there: set[str] = set()

    def make(self, connection: duckdb.DuckDBPyConnection, table: CoreTable) -> None:
        """Make one core table there and bring it here."""
        self._send(connection)
        types = {name: column.type for name, column in table.columns.items()}
        with without_values(f"make {table.name}"):
            made = self._engine.make(table.name, types, table.typed_sql)
        self._there.add(table.name)
        connection.execute(f"create table {table.name} as select {_typed(types)} from {_read(made)}")

    def count(self, connection: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator]) -> dict[str, int]:
        """Count indicators there and bring the counts here; result rows by ref."""
        self._send(connection)
        asked = list(indicators)
        queries = [f"select {', '.join(COUNTED)} from ({counted_query(each)}) as counted" for each in asked]
        with without_values(f"count {', '.join(each.ref for each in asked)}"):
            found = self._engine.answer(queries, COUNTED, self._engine.exchange / f"counted-{asked[0].ref}")
        connection.execute(
            f"insert into scorecard.counted by name select {_typed(COUNTED)} from {_read(found)}"
        )
        counted = "select indicator, count(*) from scorecard.counted group by indicator"
        kept = dict(rows(connection, counted))
        return {each.ref: int(kept.get(each.ref, 0)) for each in asked}

    def close(self) -> None:
        """End the engine's work and remove what lay between."""
        _AT_WORK.pop(self._engine.exchange, None)
        self._engine.close()
        shutil.rmtree(self._engine.exchange, ignore_errors=True)

    def _send(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Every table of the build that is not there yet: after a kill, core tables made before go too."""
        held = (
            "select schema_name || '.' || table_name, list(column_name order by column_index), "
            "list(data_type order by column_index) from duckdb_columns() where not internal "
            f"and schema_name not in ({', '.join(map(quoted, _OURS))}) group by all order by all"
        )
        for name, columns, kinds in rows(connection, held):
            if name in self._there:
                continue
            path = self._engine.exchange / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection.execute(f"copy {name} to {quoted(str(path))} (format parquet)")
            with without_values(f"read {name}"):
                self._engine.take(name, dict(zip(columns, kinds, strict=True)), path)
            self._there.add(name)


_AT_WORK: dict[Path, Elsewhere] = {}
"""The far sides that this process has at work: the steps of one run share one."""


def elsewhere(choice: EngineChoice, exchange: Path) -> Elsewhere:
    """The far side of the build that uses `exchange`, started when it is first asked for."""
    if exchange not in _AT_WORK:
        _AT_WORK[exchange] = Elsewhere(started(choice, exchange))
    return _AT_WORK[exchange]


def swept(folder: Path) -> None:
    """End every far side of the builds whose exchanges lie in a folder, and remove what killed runs left there."""
    for exchange in folder.glob(".*.exchange"):
        if exchange in _AT_WORK:
            _AT_WORK[exchange].close()
        else:
            shutil.rmtree(exchange, ignore_errors=True)


@contextmanager
def without_values(doing: str) -> Iterator[None]:
    """Whatever an engine says of its failure is kept back but for the kind: its words quote the record that it met."""
    try:
        yield
    except (SettingsNotUnderstood, EngineFailed):
        raise
    except Exception as error:
        raise EngineFailed(
            f"Expected the engine elsewhere to {doing}; found {' '.join(_kinds(error))}. "
            "Run again, which goes on from the last finished step; where it stays, the engine's own log tells more (it may "
            "quote records), or count here: SCORECARD_ENGINE=duckdb."
        ) from None


def _kinds(error: Any) -> Iterator[str]:
    """What names an error: its class, its condition or code, and the classes of what Java says led to it."""
    yield type(error).__name__
    with suppress(Exception):  # a Java that died cannot be asked
        if condition := getattr(error, "getCondition", lambda: None)() or getattr(error, "pgcode", None):
            yield str(condition)
        java = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
        for _ in range(_DEPTH):
            if java is None:
                return
            yield str(java.getClass().getName()).rpartition(".")[2]
            java = java.getCause()


def _read(found: Path) -> str:
    return f"read_parquet({quoted(str(found))})"


def _typed(types: Types) -> str:
    return ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in types.items())
