"""A build asked as if some of its records were not there: those that a rule asks about, and that may be wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipelines.builds import SQL
from pipelines.database import lent, quoted, rows
from schemas.table import columns, key
from scorecards.core_table import CoreTable
from scorecards.indicator import Indicator
from sources.catalogue import sources


@dataclass(frozen=True)
class Doubt:
    """A build, and its core tables by name. Use `open` once a connection."""

    build: Path
    core: Mapping[str, CoreTable]

    def open(self, connection: duckdb.DuckDBPyConnection, periods: str) -> None:
        """The build's tables under their own names: the periods that a condition names, and core tables without the rows
        in doubt."""
        connection.execute(f"attach {quoted(str(self.build))} as build (read_only)")
        connection.execute("create schema core; create schema reference; create schema whole")
        connection.execute("create table doubted (table_name varchar, id varchar)")
        listed = "select schema_name, table_name from duckdb_tables() where database_name = 'build'"
        for schema, table in rows(connection, listed):
            if schema == "reference" and table != "period":
                connection.execute(f"create view reference.{table} as from build.reference.{table}")
            elif schema == "core":
                connection.execute(f"create view whole.{table} as from build.core.{table}")
                connection.execute(f"create view core.{table} as {self._without_doubted(table)}")
        connection.execute(f"create table reference.period as from build.reference.period where {periods}")
        for path in sorted((SQL / "macros").glob("*.sql")):
            connection.execute(path.read_text(encoding="utf-8"))

    def _without_doubted(self, table: str) -> str:
        column = _single_key(self.core.get(f"core.{table}"))
        if column is None:
            return f"from build.core.{table}"
        return (
            f"from build.core.{table} as held where not exists (select 1 from doubted "
            f"where doubted.table_name = {quoted(table)} and doubted.id = held.{column})"
        )

    def leave_out(self, connection: duckdb.DuckDBPyConnection, source: str, subjects: pl.Series) -> None:
        """Leave out, from the core tables made of a table, the rows that carry an id of the records in doubt."""
        connection.execute("delete from doubted")
        names = _ids(source)
        if subjects.is_empty() or not names:
            return
        ids = ", ".join(f"held.{name}" for name in names)
        for table in self.core.values():
            if source in table.tables and _single_key(table):
                with lent(connection, "subjects", subjects.to_frame("id")):
                    connection.execute(
                        f"""insert into doubted select distinct {quoted(table.path.stem)}, id from (
                            select unnest([{ids}]) as id from build.{source} as held
                            join subjects on subjects.id = held.{names[0]}) as carried where id is not null"""
                    )

    def can_leave_out(self, source: str, indicator: Indicator) -> bool:
        """Whether the figure is counted from a core table whose rows are the table's records."""
        made = [self.core[name] for name in indicator.tables if name in self.core]
        return bool(_ids(source)) and any(source in table.tables and _single_key(table) for table in made)


def _single_key(table: CoreTable | None) -> str | None:
    """The one column that with the authority names a row."""
    names = [name for name in table.key if name != "authority"] if table else []
    return names[0] if len(names) == 1 else None


def _ids(source: str) -> list[str]:
    """The identifier columns of an agency table, the key first; none where its key is more than one identifier."""
    model = next(each.table for each in sources(source.split(".")[0]) if each.name == source)
    names: Iterator[str] = (name for name, said in columns(model).items() if said.kind == "identifier")
    ours = key(model)
    if len(ours) != 1 or columns(model)[ours[0]].kind != "identifier":
        return []
    return [ours[0], *(name for name in names if name != ours[0])]
