"""What the checks over joined tables found, month by month, each row with its place in the supplier's file."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.builds import SQL, built_months, current
from pipelines.database import database, frame, lent, quoted, rows
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.delivery import Delivery
from pipelines.review.found import PLACES, Found, titles
from pipelines.review.lives import CARRIED, STEPS, numbered
from pipelines.sealed import SealBroken, file_hash, sealed, unsealed
from schemas.table import columns, key
from scorecards.check import Check, checks
from scorecards.period import Month
from sources.catalogue import AGENCIES, sources

ROWS = {**PLACES, "subject": pl.String, "figure": pl.String, "period_id": pl.String}
"""`subject` is the record that a row is about; `figure` and `period_id` are told where it is about a figure."""


def check_rows(home: Home, month: Month, deliveries: dict[str, Delivery]) -> Found:
    """What the checks of every month's build up to `month` found."""
    months = [known for known in built_months(home) if known <= month]
    ours = checks(SQL, home.settings.overlay)
    frames = [pl.DataFrame(schema=ROWS)]
    for number, each in enumerate(months):
        rows_of_build = _of_build(home, each, ours).with_columns(pl.lit(number, pl.Int64).alias("step"))
        frames.append(rows_of_build.with_columns(pl.lit(str(each)).alias("month")))
    occurrences = pl.concat([part.select(*ROWS) for part in frames])
    placed_in = set(occurrences["delivery_id"].drop_nulls())
    sheets = titles(home, (each for each in deliveries.values() if each.delivery_id in placed_in))
    occurrences = occurrences.drop("sheet").join(
        sheets, on=["delivery_id", "sheet_number"], how="left", maintain_order="left"
    )
    files = {each.delivery_id: each.sha256 for each in deliveries.values()}
    sent = {each.delivery_id: each.month for each in deliveries.values()}
    by_delivery = pl.col("delivery_id")
    occurrences = occurrences.with_columns(
        file=by_delivery.replace_strict(files, default=None, return_dtype=pl.String),
        month=by_delivery.replace_strict(sent, default=pl.col("month"), return_dtype=pl.String),
    )
    streams = occurrences["stream"].unique().to_list()
    last = len(months) - 1
    steps = [
        (stream, number, number + 1 if number < last else None, str(each))
        for stream in streams
        for number, each in enumerate(months)
    ]
    return Found(
        steps=pl.DataFrame(steps, schema=STEPS, orient="row"),
        occurrences=numbered(occurrences),
        carried=pl.DataFrame(schema=CARRIED),
    )


def _of_build(home: Home, month: Month, known: list[Check]) -> pl.DataFrame:
    """The rows of the month's build, kept beside it: it never changes."""
    path = _kept(home, month)
    if path.exists():
        kept = pl.read_parquet(path)
        if kept.schema == pl.Schema(ROWS):
            return kept
    data = BytesIO()
    made = _made(home, month, known)
    made.write_parquet(data, compression="lz4")
    write_whole(path, data.getvalue())
    write_whole(path.with_suffix(".json"), sealed({"sha256": file_hash(path)}))
    return made


def is_as_made(home: Home, month: Month) -> bool:
    """Whether what is kept beside the month's build is what would be read out of it now, or nothing is kept."""
    path = _kept(home, month)
    if not path.exists():
        return True
    try:
        if path.with_suffix(".json").exists() and unsealed(path.with_suffix(".json"))["sha256"] != file_hash(
            path
        ):
            return False
        kept = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError, SealBroken):
        return False
    return kept.equals(_made(home, month, checks(SQL, home.settings.overlay)))


def _kept(home: Home, month: Month) -> Path:
    pointer = current(home, month)
    assert pointer is not None
    return home.builds / str(month) / f"{pointer['build']}.checks.parquet"


def _made(home: Home, month: Month, known: list[Check]) -> pl.DataFrame:
    with database(_kept(home, month).with_suffix("").with_suffix(".duckdb"), read_only=True) as connection:
        return pl.concat(
            [_not_run(connection, known, home.settings.authority.code), _read(connection, known)]
        )


def _not_run(connection: duckdb.DuckDBPyConnection, known: list[Check], authority: str) -> pl.DataFrame:
    """A row for each check that could not be run, so that it has a life like any other issue."""
    codes = (
        {code for (code,) in rows(connection, "select code from checks.not_run")}
        if _has(connection, "not_run")
        else set()
    )
    broken = [
        {
            "stream": f"{authority}|check|{each.code}",
            "authority": authority,
            "rule": each.code,
            "severity": "not_run",
            "record_key": "not run",
            "message": f"Expected check {each.code} ({each.title}) to run; it could not be run, so nobody knows what it "
            "would have found.",
            "remedy": "Tell whoever looks after the system.",
        }
        for each in known
        if each.code in codes
    ]
    return pl.DataFrame(broken, schema=ROWS)


def _read(connection: duckdb.DuckDBPyConnection, known: list[Check]) -> pl.DataFrame:
    done = rows(connection, "select counts from build_step where step = 'check'")
    counts: dict[str, int] = json.loads(done[0][0]) if done else {}
    parts = [
        _rows_of(connection, each) for each in known if counts.get(each.code) and _has(connection, each.id)
    ]
    if not parts:
        return pl.DataFrame(schema=ROWS)
    made = pl.concat(parts, how="diagonal_relaxed").with_row_index("row")
    made = _placed_in(connection, made).drop("row", "ids")
    empty = pl.DataFrame(schema=ROWS)
    return pl.concat([empty, made], how="diagonal_relaxed").select(
        pl.col(name).cast(kind) for name, kind in ROWS.items()
    )


def _has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = "select 1 from information_schema.tables where table_schema = 'checks' and table_name = ?"
    return bool(rows(connection, found, [table]))


def _rows_of(connection: duckdb.DuckDBPyConnection, check: Check) -> pl.DataFrame:
    """A check's rows: what tells one from another, the ids in them, and their place where the check names it.

    Text tells rows apart, and a month; days and amounts are what is wrong with them, and may change while the row
    stays wrong.
    """
    types = {name: kind for name, kind, *_ in rows(connection, f"describe checks.{check.id}")}
    texts = [
        name for name, kind in types.items() if kind == "VARCHAR" and name not in ("authority", "delivery_id")
    ]
    telling = [*texts, *(name for name in types if name == "month_start")] or [*types]
    ids = [name for name in texts if name.endswith("_id") and name != "period_id"]
    place = [name for name in ("delivery_id", "sheet_number", "row_number") if name in types]
    figure = "indicator" if "indicator" in types else quoted(", ".join(check.indicators))
    is_figure = "period_id" in types
    identity = (
        "concat_ws('|', " + ", ".join(f"coalesce(cast({name} as varchar), '')" for name in telling) + ")"
    )
    return frame(
        connection,
        f"""select
            authority || {quoted("|check|" + check.code)} as stream, authority, {quoted(check.code)} as rule,
            {quoted(check.severity)} as severity, {quoted(check.message)} as message,
            {quoted(check.remedy)} as remedy, {identity} as record_key,
            {ids[0] if ids else "cast(null as varchar)"} as subject,
            {figure if is_figure else "cast(null as varchar)"} as figure,
            {"period_id" if is_figure else "cast(null as varchar)"} as period_id,
            cast([{", ".join(ids)}] as varchar[]) as ids {"".join(f", {name}" for name in place)}
        from checks.{check.id} order by all""",
    )


def _placed_in(connection: duckdb.DuckDBPyConnection, found: pl.DataFrame) -> pl.DataFrame:
    """The rows with source, delivery, sheet and row of the first record that their ids name.

    A pseudonym belongs to one kind of thing, so that an id that equals the key of a table's row means that row.
    """
    with lent(connection, "found_ids", found.select("row", "authority", "ids")):
        connection.execute(
            """create or replace temp table wanted as
            select row, authority, generate_subscripts(ids, 1) as place, unnest(ids) as id from found_ids"""
        )
    looked = [
        f"""select wanted.row, wanted.place, {quoted(source)} as source, {quoted(heading)} as key_heading,
            held.delivery_id as key_delivery, held.sheet_number as key_sheet, held.row_number as key_row
        from wanted join {source} as held on held.authority = wanted.authority and held.{name} = wanted.id"""
        for source, name, heading in _keyed_tables(connection)
    ]
    if not looked:
        return found
    query = f"""select distinct on (row) * from ({" union all ".join(looked)}) as looked
        order by row, place, source, key_delivery, key_sheet, key_row"""
    placed = found.join(frame(connection, query).drop("place"), on="row", how="left", maintain_order="left")
    own = {"delivery_id": pl.String, "sheet_number": pl.Int32, "row_number": pl.Int32}
    placed = placed.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in own.items() if name not in placed.columns
    )
    return placed.with_columns(
        pl.coalesce("delivery_id", "key_delivery").alias("delivery_id"),
        pl.coalesce("sheet_number", "key_sheet").cast(pl.Int32).alias("sheet_number"),
        pl.coalesce("row_number", "key_row").cast(pl.Int32).alias("row_number"),
        pl.col("key_heading").alias("column"),
        pl.col("source").str.split(".").list.first().alias("agency"),
    ).drop("key_heading", "key_delivery", "key_sheet", "key_row")


def _keyed_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """The agency tables of the build whose key is one identifier: table, key column and its heading."""
    there = {
        f"{schema}.{table}"
        for schema, table in rows(
            connection, "select table_schema, table_name from information_schema.tables"
        )
    }
    found: list[tuple[str, str, str]] = []
    for agency in AGENCIES:
        for source in sources(agency):
            names: tuple[Any, ...] = key(source.table)
            said = columns(source.table)
            if len(names) == 1 and source.name in there and said[names[0]].kind == "identifier":
                found.append((source.name, names[0], said[names[0]].headings[0]))
    return found
