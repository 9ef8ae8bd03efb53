"""Which rows account for a figure that changed: those counted in one of two builds and not in the other, or with another
weight.

The indicator's query, rewritten to tell what it counts, is asked of both builds for the same cells. What is counted is
known by the keys of its core rows, so that what both count alike drops out; the rest leads to rows of agencies' files.
Where a figure is put together by adding up, the effects of these rows come to its change, which is looked at for every
figure: where they do not (today's query is not the one that counted then), nothing is claimed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.builds import SQL
from pipelines.database import database, frame, quoted
from pipelines.tracing.counted import SIDES, cells, told_apart
from pipelines.tracing.origins import delivered, keys_of, origins
from pipelines.values import asked_query
from scorecards.core_table import CoreTable, core_tables
from scorecards.indicator import Indicator
from scorecards.lineage.contributions import SUM, TABLE, Traced, traced
from scorecards.restatement import Key

CELL = ("period_id", "breakdown", "category")
Cell = tuple[str, str, str]
CHANGED: dict[str, Any] = {
    "indicator": pl.String,
    **dict.fromkeys(CELL, pl.String),
    "side": pl.String,
    "record": pl.String,
    "effect": pl.Float64,
    "is_now": pl.Boolean,
    "source": pl.String,
    "delivery_id": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
    "is_own": pl.Boolean,
}
"""A line for every agency row behind a record that is counted otherwise: the cell and side that it changes, the record,
which is the keys of the core rows counted as one, its effect (the same on each of its lines), and where the row stands:
in the newer build where the record `is_now` counted, else in the older one. A row that is not `is_own` was looked up."""

MOST_PERIODS = 6
"""So many longer windows are asked for at once: each holds a year's rows."""
_HALF = 0.00500001
"""Stored counts have two decimals."""


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """`rows` are CHANGED; `exact` are the cells (indicator and CELL) of which their effects are the whole change, and
    `together` those of which some number is worked out from all its rows together, such as a median, so that each row is
    named and none has an effect of its own."""

    rows: pl.DataFrame
    exact: frozenset[Key]
    together: frozenset[Key]


def accounts(
    was: Path, now: Path, asked: pl.DataFrame, known: dict[str, Indicator], authority: str
) -> Accounts:
    """What accounts for the change of some cells, columns indicator and CELL, between two builds. An indicator that one
    of the builds cannot be asked any more has none."""
    import duckdb

    core = core_tables(SQL)
    found, exact, together = [pl.DataFrame(schema=CHANGED)], set(), set()
    with database(was, read_only=True) as before, database(now, read_only=True) as after:
        for (ref,), mine in asked.group_by("indicator", maintain_order=True):
            indicator = known.get(str(ref))
            if indicator is None:
                continue
            asking = _Asking((before, after), indicator, authority, core)
            try:
                for wanted in _some_at_once(indicator, mine.select(CELL).unique(maintain_order=True)):
                    rows, whole, shared = asking.of(wanted)
                    found.append(rows)
                    exact |= {(indicator.ref, *cell) for cell in whole}
                    together |= {(indicator.ref, *cell) for cell in shared}
            except (duckdb.CatalogException, duckdb.BinderException):
                continue  # a build of another version
    return Accounts(rows=pl.concat(found), exact=frozenset(exact), together=frozenset(together))


def _some_at_once(indicator: Indicator, wanted: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Months all at once, and every window that is the sum of months; other windows a few at a time."""
    is_short = pl.col("period_id").str.starts_with("month:") | pl.lit(indicator.additive)
    short, long = wanted.filter(is_short), wanted.filter(~is_short)
    if not short.is_empty():
        yield short
    periods = long["period_id"].unique(maintain_order=True)
    for first in range(0, len(periods), MOST_PERIODS):
        yield long.filter(pl.col("period_id").is_in(periods[first : first + MOST_PERIODS].to_list()))


@dataclass(frozen=True)
class _Asking:
    """One indicator, asked of the older and the newer build."""

    builds: tuple[Any, Any]
    indicator: Indicator
    authority: str
    core: Sequence[CoreTable]

    def of(self, wanted: pl.DataFrame) -> tuple[pl.DataFrame, list[Cell], list[Cell]]:
        """The changed rows of some cells, the cells that they account for, and those that are not added up."""
        parts = self._parts(wanted)
        periods = ", ".join(quoted(each) for each in parts["part"].unique(maintain_order=True))
        found = traced(asked_query(self.indicator), asked={"reference.period": f"period_id in ({periods})"})
        was, now = (_Side.of(each, self.indicator, found, parts, self.authority) for each in self.builds)
        key = [*CELL, "side", "record"]
        differing = (
            now.weights.join(was.weights, on=key, how="full", coalesce=True, suffix="_was")
            .filter(pl.col("weight").ne_missing(pl.col("weight_was")))
            .select(
                *key,
                (pl.col("weight").fill_null(0) - pl.col("weight_was").fill_null(0)).alias("effect"),
                pl.col("weight").is_not_null().alias("is_now"),
            )
        )
        told = [
            (mine := differing.filter(pl.col("is_now") == is_now)).join(
                side.behind(mine["record"], self.core), on="record", how="left"
            )
            for is_now, side in ((False, was), (True, now))
        ]
        rows = pl.concat(told).with_columns(pl.lit(self.indicator.ref).alias("indicator"))
        summed = [name for name, how in found.counted.items() if how == SUM]
        sides = [name for name in SIDES if name in found.counted]
        effects = differing.group_by(*CELL, "side").agg(pl.col("effect").sum())
        judged = (
            _change(self.builds, self.indicator, wanted, self.authority)
            .filter(pl.col("side").is_in(sides))
            .join(effects, on=[*CELL, "side"], how="left")
            .group_by(CELL, maintain_order=True)
            .agg(
                ((pl.col("change") - pl.col("effect").fill_null(0)).abs() <= 2 * _HALF)
                .all()
                .alias("adds_up"),
                pl.col("side").is_in(summed).all().alias("is_sum"),
            )
        )
        return (
            rows.select(pl.col(name).cast(kind) for name, kind in CHANGED.items()),
            judged.filter(pl.col("is_sum") & pl.col("adds_up")).select(CELL).rows(),
            judged.filter(~pl.col("is_sum")).select(CELL).rows(),
        )

    def _parts(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """The cells with the `part` that is asked for: of a count that adds up each month, else the window itself."""
        if not self.indicator.additive:
            return wanted.with_columns(pl.col("period_id").alias("part"))
        connection = self.builds[1]
        connection.register("wanted_cells", wanted)
        found = frame(
            connection,
            """select wanted_cells.*, month.period_id as part
            from wanted_cells
            join reference.period as period on period.period_id = wanted_cells.period_id
            join reference.period as month
              on month.window_name = 'month'
             and month.start_date between period.start_date and period.end_date
            order by all""",
        )
        connection.unregister("wanted_cells")
        return found


def _change(
    builds: tuple[Any, Any], indicator: Indicator, wanted: pl.DataFrame, authority: str
) -> pl.DataFrame:
    """By how much the stored numbers of cells differ: CELL, side, change."""
    same = " and ".join(f"every.{name} = wanted_cells.{name}" for name in CELL)
    numbers = ", ".join(f"cast(coalesce(every.{side}, 0) as double) as {side}" for side in SIDES)
    found = []
    for connection in builds:
        connection.register("wanted_cells", wanted)
        query = f"""select wanted_cells.*, {numbers} from wanted_cells left join scorecard.counted as every
            on {same} and every.authority = {quoted(authority)} and every.indicator = {quoted(indicator.ref)}"""
        found.append(
            frame(connection, query).unpivot(SIDES, index=CELL, variable_name="side", value_name="count")
        )
        connection.unregister("wanted_cells")
    was, now = found
    both = now.join(was, on=[*CELL, "side"], suffix="_was", maintain_order="left")
    return both.select(*CELL, "side", (pl.col("count") - pl.col("count_was")).alias("change"))


@dataclass(frozen=True, kw_only=True)
class _Side:
    """What one build counts in the cells: `weights` by cell, side and record; `rows`, by record, the rows of tables that
    each is made from."""

    connection: Any
    weights: pl.DataFrame
    rows: pl.DataFrame
    tables: list[str]

    @classmethod
    def of(
        cls, connection: Any, indicator: Indicator, found: Traced, parts: pl.DataFrame, authority: str
    ) -> "_Side":
        tables = list(found.tables)
        contributions = _contributions(connection, indicator, found, parts, authority).with_row_index("place")
        by_row = told_apart(contributions.select("place", "rows").explode("rows").drop_nulls("rows"), "rows")
        keys = keys_of(connection, by_row["rows"].unique(), tables, core_tables(SQL))
        table = (pl.col("rows") // TABLE).replace_strict(
            list(range(len(tables))), tables, return_dtype=pl.String
        )
        named = (
            by_row.filter("is_own")
            .join(keys, left_on="rows", right_on="row", how="left")
            .select(
                "place", pl.concat_str(table, pl.col("record").fill_null(""), separator=" ").alias("record")
            )
            .group_by("place")
            .agg(pl.col("record").unique().sort().str.join(" + "))
        )
        known = contributions.join(named, on="place", how="left").with_columns(pl.col("record").fill_null(""))
        return cls(
            connection=connection,
            weights=known.group_by(*CELL, "side", "record").agg(pl.col("weight").sum()),
            rows=by_row.join(known.select("place", "record"), on="place")
            .select("record", "rows", "is_own")
            .unique(),
            tables=tables,
        )

    def behind(self, records: pl.Series, core: Sequence[CoreTable]) -> pl.DataFrame:
        """The agency rows behind records: record, source, delivery_id, sheet_number, row_number, is_own."""
        rows = self.rows.filter(pl.col("record").is_in(records.unique().to_list()))
        edges = origins(self.connection, core, rows["rows"].unique(), self.tables)
        places = delivered(self.connection, edges["origin"].unique(), self.tables)
        return (
            rows.join(edges, left_on="rows", right_on="row", suffix="_edge")
            .join(places.rename({"table": "source"}), on="origin")
            .group_by("record", "source", "delivery_id", "sheet_number", "row_number")
            .agg((pl.col("is_own") & pl.col("is_own_edge")).any().alias("is_own"))
        )


def _contributions(
    connection: Any, indicator: Indicator, found: Traced, parts: pl.DataFrame, authority: str
) -> pl.DataFrame:
    """CELL, side, weight and rows of everything that the cells count."""
    schema: dict[str, Any] = {
        **dict.fromkeys(CELL, pl.String),
        "side": pl.String,
        "weight": pl.Float64,
        "rows": pl.List(pl.Int64),
    }
    sides = [side for side in SIDES if side in found.counted]
    if not sides:
        return pl.DataFrame(schema=schema)
    connection.register("wanted_cells", parts)
    names = ", ".join(CELL)
    each = " union all ".join(
        f"""select {names}, {quoted(side)} as side, one.weight as weight, one.rows as rows
        from (select {names}, unnest(_of_{side}) as one from cell)"""
        for side in sides
    )
    lists = ", ".join(f"every._of_{side}" for side in sides)
    counted = frame(
        connection,
        f"""with cell as (
            select wanted_cells.period_id, wanted_cells.breakdown, wanted_cells.category, {lists}
            from ({cells(indicator, found)}) as every
            join wanted_cells on every.period_id = wanted_cells.part
             and every.breakdown = wanted_cells.breakdown and every.category = wanted_cells.category
            where every.authority = {quoted(authority)}
        ) {each}""",
    )
    connection.unregister("wanted_cells")
    return pl.concat([pl.DataFrame(schema=schema), counted])
