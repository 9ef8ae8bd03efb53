"""What became of the agencies' rows between two builds: which are new, which are gone, which say something else.

Both builds hold the rows in force, so one query a table tells it. Nothing of a row leaves but its key (pseudonyms), the
names of its columns and its place in the supplier's file.
"""

from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.database import database, frame, quoted, rows
from pipelines.intake.delivery import Delivery
from pipelines.restating.reasons import CORRECTED, DELETED, LATE, LATE_FILE, REREAD, RESUBMITTED
from schemas.record import record_key
from schemas.table import PLACE, TableModel, columns, key, local_day, polars_schema
from scorecards.lineage.touched import indicators_touched
from sources.catalogue import AGENCIES, sources

CHANGES: dict[str, Any] = {
    "row": pl.Int64,
    "source": pl.String,
    "record_key": pl.String,
    "cause": pl.String,
    "columns": pl.List(pl.String),
    "days": pl.List(pl.Date),
    "month": pl.String,
    "delivery_id": pl.String,
    "file_hash": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
    "was_delivery_id": pl.String,
    "was_sheet_number": pl.Int32,
    "was_row_number": pl.Int32,
    "indicators": pl.List(pl.String),
}
"""The columns of `RowChanges.rows`: `days` are all that the row names, as it was and as it is, but those of a person;
`month`, `delivery_id`, the start of its file's hash, sheet and row say where it stands now or, when it is gone, where it
stood; those with `was_` where it stood before; `indicators` are those that it can change."""

_UNNUMBERED = {name: kind for name, kind in CHANGES.items() if name != "row"}
_AS_IT_WAS, _AS_IT_IS = "was", "now"


class RowChanges:
    """The rows in force of two builds, set side by side. `deliveries` are all that the ledger knows, by id."""

    def __init__(self, was: Path, now: Path, deliveries: dict[str, Delivery]) -> None:
        self._was, self._now = was, now
        self._deliveries = deliveries

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Every row that is not as it was: CHANGES."""
        with database(reaches=[self._was.parent, self._now.parent]) as connection:
            for alias, path in ((_AS_IT_WAS, self._was), (_AS_IT_IS, self._now)):
                connection.execute(f"attach {quoted(str(path))} as {alias} (read_only)")
            models = {source.name: source.table for agency in AGENCIES for source in sources(agency)}
            held = _held_by_both(connection, models)
            found = [
                self._of_table(connection, name, models[name], held[name])
                for name in _unlike(connection, held)
            ]
        changed = pl.concat([pl.DataFrame(schema=_UNNUMBERED), *found]).with_row_index("row")
        return changed.select(pl.col(name).cast(kind) for name, kind in CHANGES.items())

    def _of_table(
        self, connection: duckdb.DuckDBPyConnection, source: str, model: TableModel, names: list[str]
    ) -> pl.DataFrame:
        differing = frame(connection, _comparing(source, model, names)).with_columns(
            pl.col(name).cast(kind) for name, kind in polars_schema(model).items() if name in key(model)
        )
        ids = f"select distinct delivery_id from {_AS_IT_WAS}.{source}"
        before = {name for (name,) in rows(connection, ids)}
        said = columns(model)
        touched = {name: list(indicators_touched(source, name)) for name in said}
        whole = list(indicators_touched(source))
        refs = pl.col("columns").list.eval(
            pl.element().replace_strict(touched, default=whole, return_dtype=pl.List(pl.String))
        )
        changed = differing.with_columns(
            pl.lit(source).alias("source"),
            record_key(model).alias("record_key"),
            self._cause(before),
            pl.col("delivery_id")
            .replace_strict(self._months, default="", return_dtype=pl.String)
            .alias("month"),
            pl.col("delivery_id")
            .replace_strict(self._hashes, default="", return_dtype=pl.String)
            .alias("file_hash"),
            pl.when(pl.col("what") == "changed")
            .then(refs.list.eval(pl.element().explode()).list.unique().list.sort())
            .otherwise(pl.lit(whole, dtype=pl.List(pl.String)))
            .alias("indicators"),
        )
        return changed.select(pl.col(name).cast(kind) for name, kind in _UNNUMBERED.items()).sort(
            "record_key", "sheet_number", "row_number", nulls_last=True
        )

    @cached_property
    def _months(self) -> dict[str, str]:
        return {name: each.month for name, each in self._deliveries.items()}

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return {name: each.sha256[:12] for name, each in self._deliveries.items()}

    def _cause(self, before: set[str]) -> pl.Expr:
        """Why each row differs; of a new row by what stood behind the old build: its deliveries and their months."""
        known = {self._months[name] for name in before if name in self._months}
        newest = max(known, default="")
        how = {
            name: REREAD
            if name in before
            else LATE_FILE
            if not newest or (month not in known and month < newest)
            else LATE
            if month > newest
            else RESUBMITTED
            for name, month in self._months.items()
        }
        added = pl.col("delivery_id").replace_strict(how, default=LATE, return_dtype=pl.String)
        return (
            pl.when(pl.col("what") == "removed")
            .then(pl.lit(DELETED))
            .when(pl.col("what") == "changed")
            .then(pl.lit(CORRECTED))
            .otherwise(added)
            .alias("cause")
        )


def _held_by_both(
    connection: duckdb.DuckDBPyConnection, models: dict[str, TableModel]
) -> dict[str, list[str]]:
    """The columns that both builds have, by table: one of them may be of another version."""
    query = (
        "select schema_name || '.' || table_name, list(column_name) from (select schema_name, table_name, column_name "
        "from duckdb_columns() where database_name in (?, ?) group by all having count(*) = 2) group by all"
    )
    both = {name: set(names) for name, names in rows(connection, query, [_AS_IT_WAS, _AS_IT_IS])}
    return {
        table: [name for name in polars_schema(model) if name in both[table]]
        for table, model in models.items()
        if table in both
    }


def _unlike(connection: duckdb.DuckDBPyConnection, tables: dict[str, list[str]]) -> list[str]:
    """Those of the tables whose rows are not the same in both builds, wherever they stand in files; told by sums of hashes,
    which takes a fraction of setting the rows side by side."""
    each = [
        f"select {quoted(name)}, count(distinct total) from (" + " union all ".join(
            f"select (count(*), sum(hash({', '.join(n for n in names if n == 'authority' or n not in PLACE)}))) as total "
            f"from {alias}.{name}" for alias in (_AS_IT_WAS, _AS_IT_IS)
        ) + ")"
        for name, names in tables.items()
    ]  # fmt: skip
    told = rows(connection, " union all ".join(each)) if each else []
    return [name for name, count in told if count > 1]


def _comparing(source: str, model: TableModel, names: list[str]) -> str:
    """A query for the rows of one table that differ. Rows with equal keys are told apart by their content in order."""
    content = [name for name in names if name not in PLACE]
    keys = [name for name in key(model) if name in names] or content
    said = {name: each for name, each in columns(model).items() if name in names}
    days = [
        local_day(name) if each.kind == "moment" else name
        for name, each in said.items()
        if each.kind in ("day", "moment") and not each.personal
    ]
    text = ", ".join(f"coalesce(cast({name} as varchar), '')" for name in ("authority", *keys))
    sides = {
        alias: f"""select *, concat_ws(chr(31), {text}) as key_text,
            row_number() over (partition by {", ".join(("authority", *keys))} order by {", ".join(content)}) as nth
            from {alias}.{source}"""
        for alias in (_AS_IT_WAS, _AS_IT_IS)
    }
    compared = [name for name in said if name in names and name not in keys]
    unequal = {name: f"was.{name} is distinct from now.{name}" for name in compared}
    changed = ", ".join(f"case when {differs} then {quoted(name)} end" for name, differs in unequal.items())
    both = ", ".join(f"{side}.{name}" for name in days for side in ("was", "now"))
    return f"""
        select {", ".join(f"coalesce(now.{name}, was.{name}) as {name}" for name in keys)},
            case when was.nth is null then 'added' when now.nth is null then 'removed' else 'changed' end as what,
            case when was.nth is not null and now.nth is not null
                then list_sort(list_distinct([{changed or "null"}])) else [] end as columns,
            list_sort(list_distinct([{both or "null"}])) as days,
            coalesce(now.delivery_id, was.delivery_id) as delivery_id,
            coalesce(now.sheet_number, was.sheet_number) as sheet_number,
            coalesce(now.row_number, was.row_number) as row_number,
            was.delivery_id as was_delivery_id,
            was.sheet_number as was_sheet_number,
            was.row_number as was_row_number
        from ({sides["was"]}) as was
        full join ({sides["now"]}) as now on was.key_text = now.key_text and was.nth = now.nth
        where was.nth is null or now.nth is null or {" or ".join(unequal.values()) or "false"}"""
