"""An empty database in memory that a worked example fills with the few tables its query reads."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.figures.reference import calendar
from scorecards.core_table import CoreTable, core_tables
from scorecards.example import Example, TextTable, text_table, typed_rows
from scorecards.period import Month
from scorecards.reference_table import COUNTED, REFERENCE_TABLES
from scorecards.window import Window, windows

ROOT = Path(__file__).parent.parent
SQL = ROOT / "sql"
REFERENCE = ROOT / "data" / "reference"
AUTHORITY = "370"
FACTS = {
    "reference.population": "population.csv",
    "reference.source_group": "source_groups.csv",
    "reference.primary_need": "primary_needs.csv",
    "reference.abuse_category": "abuse_categories.csv",
    "reference.ethnicity": "ethnicities.csv",
    "reference.close_reason": "close_reasons.csv",
    "reference.factor": "assessment_factors.csv",
}


class ExampleDatabase:
    """One connection for many examples: each table is made anew when an example gives it."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        for schema in (
            "core",
            "reference",
            "mosaic",
            "eisi",
            "police",
            "health",
            "workforce",
            "partnership",
            "scorecard",
        ):
            self.connection.execute(f"create schema {schema}")
        for macro in macros():
            self.connection.execute(macro)
        self._kept: set[str] = set()

    def give(
        self,
        example: Example,
        tables: Iterable[str],
        columns_read: Iterable[str] = (),
        breakdowns: Iterable[str] = (),
    ) -> None:
        """Makes each of the tables, with the example's rows or the reference facts, else empty.

        A breakdown that the example does not name is Not recorded, for core tables never leave one blank.
        """
        for table in {*tables, *example.given} - {"reference.period"}:
            self._make(table, example.given.get(table), columns_read, breakdowns)
        if "reference.period" in tables:
            self._make_period(example)

    def build(self, name: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows of a core table, made from agency and reference tables as text; those not given are empty."""
        tables = {table: text_table(text) for table, text in given.items()}
        for table in _needed(name):
            for read in table.tables:
                if not read.startswith("core."):
                    self._make(read, tables.get(read), table.columns_read)
            self.connection.execute(f"create or replace table {table.name} as {table.sql}")
        return self.rows(f"select * from {name} order by all")

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The answer of a query, a dictionary a row."""
        answer = self.connection.execute(sql)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def _make(
        self,
        table: str,
        given: TextTable | None,
        columns_read: Iterable[str] = (),
        breakdowns: Iterable[str] = (),
    ) -> None:
        if given is None and table in self._kept:
            return
        types = _types(table, given, columns_read)
        rows = reference_rows(table) if given is None else typed_rows(given, types)
        blank = {name: "Not recorded" for name in breakdowns if types.get(name) == "varchar"}
        self.put(table, types, [{**blank, **row} for row in rows])
        self._kept.discard(table)
        if given is None and table.startswith("reference."):
            self._kept.add(table)

    def put(self, table: str, types: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
        """Makes the table with these rows; a row without an authority belongs to one and the same."""
        columns = ", ".join(f"{name} {column_type}" for name, column_type in types.items())
        self.connection.execute(f"create or replace table {table} ({columns})")
        if not rows:
            return
        default = {"authority": AUTHORITY} if "authority" in types else {}
        names = list({**default, **rows[0]})
        # One statement, whatever the rows: each costs as much as its planning.
        columns = [[{**default, **row}[name] for row in rows] for name in names]
        marks = ", ".join(f"unnest(cast(? as {types[name]}[]))" for name in names)
        self.connection.execute(f"insert into {table} ({', '.join(names)}) select {marks}", columns)

    def _make_period(self, example: Example) -> None:
        self._kept.discard("reference.period")
        given = example.given.get("reference.period")
        types = REFERENCE_TABLES["period"]
        if given is not None:
            self.put("reference.period", types, typed_rows(given, types))
        elif example.period is not None:
            self.put("reference.period", types, [asdict(window_of(*example.period))])
        else:
            self.put("reference.period", types, [])


def window_of(first: date, last: date) -> Window:
    """The window that begins and ends on these days."""
    months = str(Month(first.year, first.month)), str(Month(last.year, last.month))
    for window in windows(*months):
        if (window.start_date, window.end_date) == (first, last):
            return window
    raise ValueError(f"expected the first and last day of a month, quarter or year, found {first} to {last}")


def reference_rows(table: str) -> list[dict[str, Any]]:
    """The rows that `data/reference` holds for a table; none for the tables of a partnership's own, but for its authority."""
    if table == "reference.authority":
        return [{"authority": AUTHORITY, "name": "Barnsley"}]
    if table == "reference.calendar":
        return calendar(REFERENCE / "bank_holidays.csv").rows(named=True)
    if table not in FACTS:
        return []
    columns = REFERENCE_TABLES[table.removeprefix("reference.")]
    with (REFERENCE / FACTS[table]).open(encoding="utf-8") as file:
        return [{column: row[column] for column in columns} for row in csv.DictReader(file)]


@cache
def macros() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted((SQL / "macros").glob("*.sql")))


@cache
def core() -> Mapping[str, CoreTable]:
    return {table.name: table for table in core_tables(SQL)}


def _needed(name: str) -> list[CoreTable]:
    """The core table and the ones it is made from, each after the tables it reads."""
    wanted = {name}
    for table in reversed(core().values()):
        if table.name in wanted:
            wanted.update(table.tables)
    return [table for table in core().values() if table.name in wanted]


def _types(table: str, given: TextTable | None, columns_read: Iterable[str]) -> dict[str, str]:
    """A core table has the types of its header; an agency's column has the type that its name promises."""
    schema, _, name = table.partition(".")
    if schema == "reference":
        return REFERENCE_TABLES[name]
    if table == "scorecard.counted":
        return COUNTED
    if schema == "core":
        return {column: header.type for column, header in core()[table].columns.items()}
    read = {column.removeprefix(f"{table}.") for column in columns_read if column.startswith(f"{table}.")}
    names = {"authority", *read, *(given.columns if given else ())}
    return {column: type_by_name(column) for column in sorted(names)}


def type_by_name(column: str) -> str:
    """The type that the naming law of agency tables gives a column."""
    if column.endswith(("_date", "_on", "month_start", "month_end")):
        return "date"
    if column.endswith("_at"):
        return "timestamp"
    if column.startswith("is_"):
        return "boolean"
    if (
        column.endswith(("_count", "_age", "_number", "stage"))
        or column.startswith("quantity")
        or column in ("age", "attendees")
    ):
        return "integer"
    if column in ("fte", "absence_days", "figure", "out_of"):
        return "decimal(10,2)"
    return "varchar"
