"""PostgreSQL as the engine: a second opinion on every figure within seconds, and a council's own server."""

import os
from collections.abc import Iterable
from pathlib import Path

from pipelines.database import database, quoted
from pipelines.engines.dialect import folded, written_for
from pipelines.engines.engine import Types
from pipelines.settings import SettingsNotUnderstood

DSN = "SCORECARD_POSTGRES"
_TYPES = {"varchar": "text", "double": "double precision", "tinyint": "smallint"}


class Postgres:
    """One session with everything in temporary tables, which end with it."""

    def __init__(self, exchange: Path) -> None:
        import psycopg2

        if DSN not in os.environ:
            raise SettingsNotUnderstood(
                f"Expected the connection of the engine postgres in {DSN}; found none. Set it, such as "
                "`host=/run/postgresql dbname=scorecard`."
            )
        self.exchange = exchange
        self._connection = psycopg2.connect(os.environ[DSN])
        self._connection.autocommit = True
        self._run("set timezone = 'UTC'")
        # An index is never there to use, and starting to compile takes longer than most queries.
        self._run("set jit = off")

    def take(self, name: str, types: Types, parquet: Path) -> None:
        """Make a temporary table of a Parquet file's rows."""
        columns = ", ".join(f"{column} {_type(kind)}" for column, kind in types.items())
        self._run(f"create temporary table {folded(name)} ({columns})")
        lines = parquet.with_suffix(".csv")
        with database(reaches=[self.exchange]) as connection:
            # Everything but nothing is quoted, so that an empty text and no text stay two things.
            connection.execute(
                f"copy (from read_parquet({quoted(str(parquet))})) to {quoted(str(lines))} "
                "(format csv, header false, force_quote *)"
            )
        with self._connection.cursor() as cursor, lines.open(encoding="utf-8") as file:
            cursor.copy_expert(f"copy {folded(name)} from stdin (format csv)", file)
        lines.unlink()
        self._run(f"analyze {folded(name)}")

    def make(self, name: str, types: Types, query: str) -> Path:
        """Make a temporary table of a query's rows, and give them back as Parquet."""
        self._run(f"create temporary table {folded(name)} as {written_for('postgres', query)}")
        self._run(f"analyze {folded(name)}")
        return self.answer([f"select {', '.join(types)} from {name}"], types, self.exchange / f"{name}.made")

    def answer(self, queries: Iterable[str], types: Types, into: Path) -> Path:
        """The rows of all queries as one Parquet file."""
        lines, found = Path(f"{into}.csv"), Path(f"{into}.parquet")
        with self._connection.cursor() as cursor, lines.open("wb") as file:
            for query in queries:
                asked = written_for("postgres", query)
                cursor.copy_expert(f"copy ({asked}) to stdout (format csv, force_quote *)", file)
        columns = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in types.items())
        with database(reaches=[self.exchange]) as connection:
            connection.execute(
                f"copy (from read_csv({quoted(str(lines))}, columns = {{{columns}}}, header = false, auto_detect = false, "
                "delim = ',', quote = '\"', escape = '\"', allow_quoted_nulls = false)) "
                f"to {quoted(str(found))} (format parquet)"
            )
        lines.unlink()
        return found

    def close(self) -> None:
        """End the session, and its tables with it."""
        self._connection.close()

    def _run(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)


def _type(kind: str) -> str:
    return _TYPES.get(kind.lower(), kind)
