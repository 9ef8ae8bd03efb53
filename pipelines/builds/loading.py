"""Loading: the rows in force of every agency table that anything reads, and the reference tables, into a build."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Any

import duckdb

from pipelines.builds.plan import SQL, Plan
from pipelines.database import lent, quoted, rows
from pipelines.figures.reference import check_calendar, load_reference
from pipelines.home import Home
from pipelines.intake.force import InForce
from pipelines.intake.history import differences, standing_rows
from pipelines.intake.inbox import KINDS
from pipelines.intake.pieces import Pieces, comes_in_pieces
from pipelines.side_by_side import side_by_side
from scorecards.reference_table import REFERENCE_TABLES, TOLD_DIFFERENTLY

OURS = ("core", "reference", "scorecard", "checks")
"""The schemas of a build that are of no agency."""


def load(
    connection: duckdb.DuckDBPyConnection, plan: Plan, read: Iterable[str], only: Collection[str] | None
) -> dict[str, int]:
    """Make the reference tables, the macros and the agency tables of `read` and of what is in force, of all authorities or
    `only` of some; rows by agency table."""
    force = [part for part in plan.force if only is None or part.delivery.authority in only]
    told = plan.told
    if only is not None:
        told = {name: found.filter(found["authority"].is_in(sorted(only))) for name, found in told.items()}
    load_reference(connection, plan.home, plan.month, force, told)
    if only is not None:
        _keep_only(connection, only, plan.authorities)
    check_calendar(connection, plan.home.settings, plan.month)
    for path in sorted((SQL / "macros").glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))
    wanted = {table for table in read if is_agency(table)}
    by_source: dict[str, list[InForce]] = {}
    for part in force:
        by_source.setdefault(part.source, []).append(part)
    _store_arrivals(connection, by_source)
    named = sorted({*wanted, *by_source})
    for schema in sorted({table.split(".")[0] for table in named}):
        connection.execute(f"create schema if not exists {schema}")
    queries = {table: _agency_rows(plan.home, table, by_source.get(table, [])) for table in named}
    made = {
        table: partial(rows, query=f"create table {table} as {query}") for table, query in queries.items()
    }
    counts = dict(sorted((table, int(count)) for table, ((count,),) in side_by_side(connection, made)))
    for table, parts in by_source.items():
        for cells in _told(plan.home, table, parts):
            connection.execute(f"insert into reference.{TOLD_DIFFERENTLY} by name {cells}")
    connection.execute(f"drop table {_ARRIVED}")
    return counts


def is_agency(table: str) -> bool:
    """Whether a table is an agency's."""
    return table.split(".")[0] not in OURS


def _keep_only(connection: duckdb.DuckDBPyConnection, only: Collection[str], known: Collection[str]) -> None:
    """Take out of the reference tables what is of other authorities."""
    for table, columns in REFERENCE_TABLES.items():
        if "authority" in columns:
            kept = sorted({*only} & {*known}) if table == "authority" else sorted(only)
            connection.execute(f"delete from reference.{table} where not list_contains(?, authority)", [kept])
    connection.execute("delete from reference.absent where not list_contains(?, authority)", [sorted(only)])


_ARRIVED = "main.arrived"
"""While rows are loaded: in which order the deliveries of a source in force arrived, and of which month they are."""


def _store_arrivals(connection: duckdb.DuckDBPyConnection, by_source: dict[str, list[InForce]]) -> None:
    import polars as pl

    found = [
        (source, part.delivery.delivery_id, part.delivery.month, number)
        for source, parts in by_source.items()
        for number, part in enumerate(parts)
    ]
    columns = {"source": pl.String, "delivery_id": pl.String, "month": pl.String, "arrived": pl.Int32}
    with lent(connection, "incoming", pl.DataFrame(found, schema=columns, orient="row")):
        connection.execute(f"create table {_ARRIVED} as select * from incoming")


def _delivered(home: Home, table: str, parts: list[InForce]) -> str:
    """A query for the rows of a table in all files in force, as delivered."""
    files = [str(home.rows / part.delivery.folder_name / f"{table}.parquet") for part in parts]
    return f"select * from read_parquet([{', '.join(map(quoted, files))}], union_by_name = true)"


def _agency_rows(home: Home, table: str, parts: list[InForce]) -> str:
    """A query for the rows in force; of a reference that several months deliver the latest row stands, and of a
    provider that sent several files of a month the newest file."""
    if not parts:
        return _empty(table)
    read = _delivered(home, table, parts)
    kind = KINDS[table.split(".")[0]]
    if kind == "snapshot" and comes_in_pieces(parts):
        return " union all by name ".join(_of_pieces(home, table, parts))
    if len(parts) == 1 or not (
        kind in ("month", "year_to_date") or (kind == "snapshot" and _stand_together(parts))
    ):
        return read
    of_table = f"join {_ARRIVED} as arrival on arrival.source = {quoted(table)} and arrival.delivery_id = delivered.delivery_id"
    if kind == "snapshot":  # each file tells a part of a record, or some months of its history
        read = standing_rows(table, _key(table), parts, read)
        kept = {"authority", *_key(table)}
        told = ", ".join(
            f"delivered.{name}"
            if name in kept
            else f"any_value(delivered.{name} order by arrived desc) as {name}"
            for name in _names(table)
        )
        return f"select {told} from ({read}) as delivered {of_table} group by all"
    keys = ", ".join(f"delivered.{name}" for name in ("authority", *_key(table)))
    newest = f"row_number() over (partition by {keys} order by arrived desc, sheet_number, row_number)"
    if kind == "year_to_date":
        newest = "dense_rank() over (partition by delivered.authority, provider, arrival.month order by arrived desc)"
    return f"select delivered.* from ({read}) as delivered {of_table} qualify {newest} = 1"


def _of_pieces(home: Home, table: str, parts: list[InForce]) -> Iterator[str]:
    """Queries for the rows of the authorities whose files add up, and for those of all others."""
    adding = _pieces(home, table, parts)
    yield f"({adding.standing(table)})"
    if rest := [part for part in parts if part not in adding.parts]:
        yield f"({_agency_rows(home, table, rest)})"


def _pieces(home: Home, table: str, parts: list[InForce]) -> Pieces:
    """The pieces among the files of a table."""
    from sources.catalogue import sources

    authorities = {part.delivery.authority for part in parts if comes_in_pieces([part])}
    return Pieces(
        parts=[part for part in parts if part.delivery.authority in authorities],
        models={source.name: source.table for source in sources(table.split(".")[0])},
        rows=home.rows,
    )


def _told(home: Home, table: str, parts: list[InForce]) -> Iterator[str]:
    """Queries for the cells on which files that stand together differ, and for records that no file tells whole."""
    if KINDS[table.split(".")[0]] != "snapshot":
        return
    if _stand_together(parts):
        told = differences(table, _key(table), _names(table), parts, _delivered(home, table, parts))
        if told is not None:
            yield told
    if comes_in_pieces(parts):
        yield _pieces(home, table, parts).told_in_part(table)


def _model(table: str) -> Any:
    from sources.catalogue import sources

    return next(source.table for source in sources(table.split(".")[0]) if source.name == table)


def _stand_together(parts: list[InForce]) -> bool:
    """Whether several files of one authority are in force together."""
    return len({part.delivery.authority for part in parts}) < len(parts)


def _names(table: str) -> Iterable[str]:
    from schemas.table import polars_schema

    return polars_schema(_model(table))


def _key(table: str) -> Iterable[str]:
    from schemas.table import key

    return key(_model(table))


_SQL_TYPES = {
    "String": "varchar",
    "Date": "date",
    "Boolean": "boolean",
    "Int32": "integer",
    "Int64": "bigint",
    "Datetime": "timestamp",
    "Decimal": "decimal(10,2)",
}


def _empty(table: str) -> str:
    """A query for no rows of an agency table that nobody delivered."""
    from schemas.table import polars_schema

    columns = [
        f"cast(null as {_SQL_TYPES[str(kind).split('(')[0]]}) as {name}"
        for name, kind in polars_schema(_model(table)).items()
    ]
    return f"select {', '.join(columns)} where false"
