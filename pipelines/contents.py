"""What a build holds, in a hash for each table: independent of the order of rows, of threads and of the file's bytes.

DuckDB's own hash of a row is summed over the table's rows, so that a repeated or missing row shows. DuckDB does not
promise that hash between versions, so its version stands beside it and hashes of two versions are never compared.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from pipelines.database import database, rows


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The rows and hash of every table by name, and the version of DuckDB that made the hashes."""

    version: str
    tables: dict[str, tuple[int, str]]

    @property
    def hash(self) -> str:
        """One hash for the whole build."""
        lines = (f"{name} {count} {text}\n" for name, (count, text) in sorted(self.tables.items()))
        return sha256("".join(lines).encode()).hexdigest()

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table."""
        return {name: count for name, (count, _) in self.tables.items()}

    def differences(self, other: "Contents") -> list[str]:
        """The tables that are not the same in both, by name."""
        names = sorted({*self.tables, *other.tables})
        return [name for name in names if self.tables.get(name) != other.tables.get(name)]

    def facts(self) -> dict[str, Any]:
        """As a pointer keeps it."""
        return {
            "version": self.version,
            "hash": self.hash,
            "tables": {k: list(v) for k, v in self.tables.items()},
        }

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> "Contents":
        """As a pointer kept it."""
        tables = {name: (int(count), str(text)) for name, (count, text) in facts["tables"].items()}
        return cls(version=str(facts["version"]), tables=tables)


def contents(path: Path) -> Contents:
    """What the build at `path` holds. Raises duckdb.Error for a file that is damaged."""
    with database(path, read_only=True) as connection:
        columns = (
            "select schema_name || '.' || table_name, string_agg(column_name || ' ' || data_type, ',' order by "
            "column_index) from duckdb_columns() where not internal and schema_name || '.' || table_name in "
            "(select schema_name || '.' || table_name from duckdb_tables()) group by all order by all"
        )
        tables = {name: _table(connection, name, str(text)) for name, text in rows(connection, columns)}
    return Contents(version=duckdb.__version__, tables=tables)


def _table(connection: duckdb.DuckDBPyConnection, name: str, columns: str) -> tuple[int, str]:
    schema, table = name.split(".", 1)
    query = f'select count(*), coalesce(sum(hash(held)), 0) from "{schema}"."{table}" as held'
    ((count, total),) = rows(connection, query)
    return int(count), sha256(f"{columns} {total}".encode()).hexdigest()[:16]
