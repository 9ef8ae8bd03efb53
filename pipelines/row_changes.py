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
from pipelines.delivery import Delivery
from schemas.record import record_key
from schemas.table import PLACE, TableModel, columns, key, local_day, polars_schema
from scorecards.lineage.touched import indicators_touched
from sources.catalogue import AGENCIES, sources

LATE, LATE_FILE, RESUBMITTED = "late recording", "late file", "resubmission"
CORRECTED, DELETED, REREAD = "correction", "deletion", "read otherwise"
DEFINITION, SHARED = "definition", "shared tables or settings"
ERASURE, RETENTION = "erasure", "past retention"
CAUSES: dict[str, str] = {
    LATE: "A newer extract has a row that the one behind the publication did not have yet.",
    LATE_FILE: "A file came for a month that had none when it was published.",
    RESUBMITTED: "A file of a month was sent again and has a row that the first one did not have.",
    CORRECTED: "A row says something else than it did.",
    DELETED: "A row is not in the newest files any more.",
    REREAD: "The same file is read otherwise by a newer version of this system.",
    DEFINITION: "The definition of the indicator changed.",
    ERASURE: "Rows of a child were erased since it was published; which figures they were in is not kept.",
    RETENTION: "Files behind it were removed since, because their time was over.",
    SHARED: "No row of its own changed: a joined table, a reference fact, a setting or a row elsewhere decides otherwise.",
}
"""Every reason for which a published figure can change, in words."""

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
            known = {
                alias: {
                    f"{schema}.{table}"
                    for schema, table in rows(
                        connection,
                        f"select schema_name, table_name from duckdb_tables() where database_name = {quoted(alias)}",
                    )
                }
                for alias in (_AS_IT_WAS, _AS_IT_IS)
            }
            found = [
                self._of_table(connection, source.name, source.table)
                for agency in AGENCIES
                for source in {each.name: each for each in sources(agency)}.values()
                if source.name in known[_AS_IT_WAS] & known[_AS_IT_IS]
            ]
        named = [each for each in found if not each.is_empty()]
        if not named:
            return pl.DataFrame(schema=CHANGES)
        return (
            pl.concat(named)
            .with_row_index("row")
            .select(pl.col(name).cast(kind) for name, kind in CHANGES.items())
        )

    def _of_table(
        self, connection: duckdb.DuckDBPyConnection, source: str, model: TableModel
    ) -> pl.DataFrame:
        differing = frame(connection, _comparing(source, model)).with_columns(
            pl.col(name).cast(kind) for name, kind in polars_schema(model).items() if name in key(model)
        )
        if differing.is_empty():
            return pl.DataFrame(schema={name: kind for name, kind in CHANGES.items() if name != "row"})
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
            self._cause(before, source),
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
        return changed.select(
            pl.col(name).cast(kind) for name, kind in CHANGES.items() if name != "row"
        ).sort("record_key", "sheet_number", "row_number", nulls_last=True)

    @cached_property
    def _months(self) -> dict[str, str]:
        return {name: each.month for name, each in self._deliveries.items()}

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return {name: each.sha256[:12] for name, each in self._deliveries.items()}

    def _cause(self, before: set[str], source: str) -> pl.Expr:
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


def _comparing(source: str, model: TableModel) -> str:
    """A query for the rows of one table that differ. Rows with equal keys are told apart by their content in order."""
    names = list(polars_schema(model))
    content = [name for name in names if name not in PLACE]
    keys = [name for name in key(model) if name in names] or content
    said = columns(model)
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
