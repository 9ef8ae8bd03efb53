"""A core table: the partnership's own view of one thing, made by the query of its one file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from scorecards.sql_definition import SqlDefinition
from scorecards.sql_file import SqlFile, sql_file

_REQUIRED: dict[str, type] = {"grain": str, "key": list, "rows": list, "columns": dict}


@dataclass(frozen=True, kw_only=True)
class CoreColumn:
    """A column's type, and the agency columns it comes from where these may be missing from a delivery."""

    type: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CoreTable(SqlDefinition):
    """One core table; `rows` are the agency tables without which it has no rows."""

    grain: str
    key: tuple[str, ...]
    rows: tuple[str, ...]
    columns: Mapping[str, CoreColumn]

    @property
    def name(self) -> str:
        """Its name with the schema, such as `core.contact`."""
        return f"core.{self.id}"

    @property
    def typed_sql(self) -> str:
        """Its query with every column in its type."""
        typed = ", ".join(f"cast({name} as {column.type}) as {name}" for name, column in self.columns.items())
        return f"select {typed} from ({self.sql}) as made"


def core_table(path: Path) -> CoreTable:
    """The core table that the file at `path` describes."""
    file = sql_file(path)
    header = file.checked(_REQUIRED, {})
    columns = {name: _column(file, name, written) for name, written in header["columns"].items()}
    for name in header["key"]:
        if name not in columns:
            file.refuse(
                "a key of columns that the header names", name, "add the column or correct the key", at="key"
            )
    return CoreTable(
        file=file,
        grain=header["grain"],
        key=tuple(header["key"]),
        rows=tuple(header["rows"]),
        columns=columns,
    )


def core_tables(*folders: Path) -> list[CoreTable]:
    """Every core table under `<folder>/core`, each after the tables it reads; a later folder's wins."""
    found: dict[str, CoreTable] = {}
    for folder in folders:
        for path in sorted((folder / "core").glob("*.sql")):
            each = core_table(path)
            found[each.name] = each
    return in_order(found.values())


def in_order(tables: Iterable[CoreTable]) -> list[CoreTable]:
    """The tables in the order of their dependencies, by name where that leaves a choice."""
    by_name = {each.name: each for each in sorted(tables, key=lambda each: each.name)}
    needs = {name: [read for read in each.tables if read in by_name] for name, each in by_name.items()}
    try:
        return [by_name[name] for name in TopologicalSorter(needs).static_order()]
    except CycleError as error:
        circle = error.args[1]
        by_name[circle[0]].file.refuse(
            "core tables that do not read each other in a circle",
            " reads ".join(circle[::-1]),
            "break the circle",
        )


def _column(file: SqlFile, name: str, written: Any) -> CoreColumn:
    if isinstance(written, str):
        return CoreColumn(type=written, sources=())
    if not isinstance(written, dict) or set(written) != {"type", "from"}:
        file.refuse(f'{name} = "type" or {{ type = …, from = […] }}', repr(written), "write it so", at=name)
    return CoreColumn(type=written["type"], sources=tuple(written["from"]))
