"""From rows of core tables to the rows of agencies' tables that they were made from, by the core tables' own queries."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from pipelines.database import frame, quoted, rows
from pipelines.tracing.counted import told_apart
from scorecards.core_table import CoreTable
from scorecards.lineage.contributions import ROWS, TABLE, traced
from scorecards.reference_table import LEDGER_TABLES, REFERENCE_TABLES

EDGE: dict[str, Any] = {"row": pl.Int64, "origin": pl.Int64, "is_own": pl.Boolean}
"""A row that was asked about, a row of an agency's table behind it, and whether it would not be there without that one;
rows are told as `contributions` tells them."""

LEDGER_KEYS = {
    name: tuple(
        column
        for column, kind in REFERENCE_TABLES[name.removeprefix("reference.")].items()
        if kind in ("varchar", "date") and column != "authority"
    )
    for name in LEDGER_TABLES
}
"""What names a row of the tables that are told from the ledger, and hold no child."""


def origins(connection: Any, core: Sequence[CoreTable], asked: pl.Series, tables: list[str]) -> pl.DataFrame:
    """The rows behind rows, as EDGE. `core` is in the order in which it is made; `tables` is the list by which rows are
    told, and grows. A row of a table that is no core table is its own origin."""
    reached = pl.DataFrame({"row": asked.unique(maintain_order=True)}, schema={"row": pl.Int64})
    reached = reached.with_columns(pl.col("row").alias("place"), pl.lit(True).alias("is_own"))
    for table in reversed(core):
        if table.name not in tables:
            continue
        is_here = pl.col("place") // TABLE == tables.index(table.name)
        here = reached.filter(is_here)
        if here.is_empty():
            continue
        made = made_from(connection, table, here["place"].unique(), tables)
        further = here.join(made, on="place", suffix="_made").select(
            "row", pl.col("origin").alias("place"), pl.col("is_own") & pl.col("is_own_made")
        )
        reached = (
            pl.concat([reached.filter(~is_here), further])
            .group_by("row", "place")
            .agg(pl.col("is_own").any())
        )
    return reached.rename({"place": "origin"}).sort("row", "origin")


def made_from(connection: Any, table: CoreTable, wanted: pl.Series, tables: list[str]) -> pl.DataFrame:
    """The rows that some rows of one core table were made from in one step: columns `place`, `origin` and `is_own`."""
    connection.register("wanted", pl.DataFrame({"place": wanted}))
    found = frame(
        connection, f"select place, unnest(origins) as origin from ({_with_origins(table, tables)})"
    )
    connection.unregister("wanted")
    return told_apart(found, "origin").group_by("place", "origin").agg(pl.col("is_own").any())


def made_into(connection: Any, table: CoreTable, wanted: pl.Series, tables: list[str]) -> pl.DataFrame:
    """The rows of one core table that would not be there without some rows, in one step: columns `origin` and `place`."""
    connection.register("wanted", pl.DataFrame({"origin": wanted}))
    found = frame(
        connection,
        f"""select distinct each.origin, each.place from (
            select place, unnest(origins) as origin from ({_with_origins(table, tables, only="")})) as each
        join wanted on wanted.origin = each.origin""",
    )
    connection.unregister("wanted")
    return found


def _with_origins(
    table: CoreTable, tables: list[str], only: str = "join wanted on wanted.place = made.place"
) -> str:
    """A query for rows of a core table with the list of rows that each was made from."""
    if table.name not in tables:
        tables.append(table.name)
    first = tables.index(table.name) * TABLE
    same = " and ".join(f"again.{name} = made.{name}" for name in table.key)
    keys = ", ".join(table.key)
    typed = ", ".join(f"cast({name} as {table.columns[name].type}) as {name}" for name in table.key)
    query = traced(table.sql, tables=tables).sql
    return f"""select made.place, again.{ROWS} as origins
        from (select {first} + rowid as place, {keys} from {table.name}) as made {only}
        join (select {typed}, {ROWS} from ({query})) as again on {same}"""


def delivered(connection: Any, found: pl.Series, tables: list[str]) -> pl.DataFrame:
    """Where rows of agencies' tables were delivered: origin, table, delivery_id, sheet_number, row_number; without a
    place where a table has none."""
    parts = [
        pl.DataFrame(
            schema={"origin": pl.Int64, "table": pl.String, "delivery_id": pl.String,
                    "sheet_number": pl.Int32, "row_number": pl.Int32}
        )
    ]  # fmt: skip
    for place, table in enumerate(tables):
        here = found.filter(found // TABLE == place).unique()
        if here.is_empty():
            continue
        there = {name for name, *_ in rows(connection, f"describe {table}")}
        place_columns = ", ".join(
            f"cast({f'held.{name}' if name in there else 'null'} as {kind}) as {name}"
            for name, kind in (
                ("delivery_id", "varchar"),
                ("sheet_number", "integer"),
                ("row_number", "integer"),
            )
        )
        connection.register("wanted", pl.DataFrame({"origin": here}))
        parts.append(
            frame(
                connection,
                f"""select wanted.origin, {quoted(table)} as "table", {place_columns}
                from wanted join {table} as held on held.rowid = wanted.origin - {place * TABLE}""",
            )
        )
        connection.unregister("wanted")
    return pl.concat(parts)


def keys_of(connection: Any, found: pl.Series, tables: list[str], core: Sequence[CoreTable]) -> pl.DataFrame:
    """The keys by which rows that were counted are known as one text, in which who and what stand as pseudonyms: row,
    record."""
    parts = [pl.DataFrame(schema={"row": pl.Int64, "record": pl.String})]
    known = {table.name: table.key for table in core} | LEDGER_KEYS
    for place, name in enumerate(tables):
        here = found.filter(found // TABLE == place).unique()
        if here.is_empty() or name not in known:
            continue
        key = [each for each in known[name] if each != "authority"]
        text = " || ' ' || ".join(f"coalesce(cast(held.{each} as varchar), '')" for each in key)
        connection.register("wanted", pl.DataFrame({"row": here}))
        parts.append(
            frame(
                connection,
                f"select wanted.row, {text} as record from wanted "
                f"join {name} as held on held.rowid = wanted.row - {place * TABLE}",
            )
        )
        connection.unregister("wanted")
    return pl.concat(parts)
