"""The contents of a build as a hash for each table, independent of the order of rows, of threads and of the file's
bytes.

DuckDB's own hash of a row is summed over the table's rows, so that a repeated or missing row shows, and so that what a
build holds can be told from what it held and the rows that were replaced. DuckDB does not promise that hash between
versions, so its version stands beside it and hashes of two versions are never compared.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from pipelines.database import database, quoted, rows

VERSION = f"{duckdb.__version__} sums"
"""Of DuckDB, and of how its hashes are put together."""

_MEMORY = "1GB"
"""A sum needs next to nothing; what is beyond it are pages of the file that were read already."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The rows of every table by name with the hash of its columns and the sum over its rows, and the version."""

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


@dataclass(frozen=True)
class Sum:
    """How many rows there are, and the sum of their hashes."""

    rows: int = 0
    total: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.rows + other.rows, self.total + other.total)

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(self.rows - other.rows, self.total - other.total)

    @classmethod
    def of(cls, told: tuple[int, str]) -> "Sum":
        """As a table of contents tells it."""
        return cls(told[0], int(told[1].split()[1]))

    def told(self, columns: str) -> tuple[int, str]:
        """As a table of contents tells it, of a table with these columns."""
        return self.rows, f"{sha256(columns.encode()).hexdigest()[:16]} {self.total}"


def contents(path: Path) -> Contents:
    """What the build at `path` holds. Raises duckdb.Error for a file that is damaged."""
    with database(path, read_only=True, memory=_MEMORY) as connection:
        found = {name: sum_of(connection, name).told(text) for name, text in tables(connection).items()}
    return Contents(version=VERSION, tables=found)


def tables(connection: duckdb.DuckDBPyConnection, catalog: str | None = None) -> dict[str, str]:
    """Every table of a build, or of a file that is attached to it, by name, with its columns and their types in words."""
    columns = (
        "select schema_name || '.' || table_name, string_agg(column_name || ' ' || data_type, ',' order by "
        "column_index) from duckdb_columns() where not internal and database_name = coalesce(?, current_database()) and "
        "(database_name, schema_name, table_name) in (select (database_name, schema_name, table_name) from duckdb_tables()) "
        "group by all order by all"
    )
    return {name: str(text) for name, text in rows(connection, columns, [catalog])}


def sum_of(
    connection: duckdb.DuckDBPyConnection, table: str, authorities: Collection[str] | None = None
) -> Sum:
    """The sum of a table's rows, or of those of some authorities."""
    name = ".".join(f'"{part}"' for part in table.split("."))
    query = f"select count(*), coalesce(sum(hash(held)), 0) from {name} as held"
    if authorities is not None:
        query += f" where {of_authorities(authorities)}"
    ((count, total),) = rows(connection, query)
    return Sum(int(count), int(total))


def of_authorities(codes: Collection[str]) -> str:
    """The SQL condition of rows of some authorities; with the codes in it, DuckDB passes over what holds none of them."""
    return f"authority in ({', '.join(map(quoted, sorted(codes)))})"
