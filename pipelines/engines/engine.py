"""What another engine has to be able to do."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from pipelines.chosen.engine import POSTGRES, EngineChoice


class EngineFailed(Exception):
    """An engine elsewhere stopped. Never its own words: those quote records."""


Types = Mapping[str, str]
"""The columns of a table in order, with their types in DuckDB's words."""


class Engine(Protocol):
    """An engine elsewhere while a build uses it. Queries come in DuckDB's dialect and name tables as `schema.table`.

    Whatever goes in or comes out is Parquet in `exchange`, a folder that the engine's own machines see too.
    """

    exchange: Path

    def take(self, name: str, types: Types, parquet: Path) -> None:
        """Make a table of the rows of a Parquet file."""

    def make(self, name: str, types: Types, query: str) -> Path:
        """Make a table of a query's rows, and give them back as `answer` does."""

    def answer(self, queries: Iterable[str], types: Types, into: Path) -> Path:
        """The rows of queries that return the same columns, as Parquet; the path or pattern that DuckDB reads."""

    def close(self) -> None:
        """Let go of whatever was made."""


def started(choice: EngineChoice, exchange: Path) -> Engine:
    """The engine that was chosen, ready for work."""
    if choice.name == POSTGRES:
        from pipelines.engines.postgres import Postgres

        return Postgres(exchange)
    from pipelines.engines.spark import Spark

    return Spark(choice, exchange)
