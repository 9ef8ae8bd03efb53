"""What one build counts of an indicator, by the keys of its core rows, and the rows of agencies' files behind these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.database import frame, lent, quoted
from pipelines.tracing.counted import SIDES, cells, told_apart
from pipelines.tracing.origins import delivered, keys_of, origins
from scorecards.core_table import CoreTable
from scorecards.indicator import Indicator
from scorecards.lineage.contributions import TABLE, Traced

PART = ("part", "breakdown", "category")
"""A cell of a window that is asked for: of a count that adds up a month, else the window itself."""
_MOST_KEYS = 20
"""A record of more keys is known by how many they are and a digest of them."""
_CONTRIBUTIONS: dict[str, Any] = {
    **dict.fromkeys(PART, pl.String),
    "side": pl.String,
    "weight": pl.Float64,
    "rows": pl.List(pl.Int64),
}


@dataclass(frozen=True, kw_only=True)
class Counted:
    """`weights`: PART, side, record and weight; a record is the keys of the core rows that are counted as one. `members`:
    the indicator, record, row of a core table and is_own, which is false for a row that was looked up."""

    weights: pl.DataFrame
    members: pl.DataFrame


def counted(
    connection: Any,
    indicator: Indicator,
    found: Traced,
    parts: pl.DataFrame,
    authority: str,
    core: Sequence[CoreTable],
) -> Counted:
    """What the connection's build counts in some parts (PART) by an indicator's traced query."""
    contributions = _contributions(connection, indicator, found, parts, authority).with_row_index("place")
    by_row = told_apart(contributions.select("place", "rows").explode("rows").drop_nulls("rows"), "rows")
    keys = keys_of(connection, by_row["rows"].unique(), found.tables, core)
    table = (pl.col("rows") // TABLE).replace_strict(dict(enumerate(found.tables)), return_dtype=pl.String)
    named = (
        by_row.filter("is_own")
        .join(keys, left_on="rows", right_on="row", how="left")
        .select("place", pl.concat_str(table, pl.col("record").fill_null(""), separator=" ").alias("record"))
        .group_by("place")
        .agg(pl.col("record").unique().sort())
    )
    named = in_short(connection, named)
    known = contributions.join(named, on="place", how="left").with_columns(pl.col("record").fill_null(""))
    return Counted(
        weights=known.group_by(*PART, "side", "record").agg(pl.col("weight").sum()),
        members=by_row.join(known.select("place", "record"), on="place").select(
            pl.lit(indicator.ref).alias("indicator"), "record", pl.col("rows").alias("row"), "is_own"
        ),
    )


def in_short(connection: Any, named: pl.DataFrame) -> pl.DataFrame:
    """The name of every record (`place`) from the keys that it is. Where a number is worked out from all its rows together
    these are thousands, and every one of its rows would carry them."""
    query = f"""select place, case
            when len(record) > {_MOST_KEYS} then format('{{}} together ({{}})', len(record), md5(array_to_string(record, ' + '))[:24])
            else array_to_string(record, ' + ') end as record
        from named"""
    with lent(connection, "named", named):
        return frame(connection, query)


def behind(
    connection: Any, members: pl.DataFrame, core: Sequence[CoreTable], tables: list[str]
) -> pl.DataFrame:
    """The agency rows behind records: indicator, record, source, delivery_id, sheet_number, row_number, is_own."""
    edges = origins(connection, core, members["row"].unique(), tables)
    places = delivered(connection, edges["origin"].unique(), tables)
    return (
        members.unique()
        .join(edges, on="row", suffix="_edge")
        .join(places.rename({"table": "source"}), on="origin")
        .group_by("indicator", "record", "source", "delivery_id", "sheet_number", "row_number")
        .agg((pl.col("is_own") & pl.col("is_own_edge")).any().alias("is_own"))
    )


def _contributions(
    connection: Any, indicator: Indicator, found: Traced, parts: pl.DataFrame, authority: str
) -> pl.DataFrame:
    """PART, side, weight and rows of everything that is counted."""
    none = pl.DataFrame(schema=_CONTRIBUTIONS)
    sides = [side for side in SIDES if side in found.counted]
    if not sides:
        return none
    names = ", ".join(PART)
    each = " union all ".join(
        f"""select {names}, {quoted(side)} as side, one.weight as weight, one.rows as rows
        from (select {names}, unnest(_of_{side}) as one from cell)"""
        for side in sides
    )
    lists = ", ".join(f"every._of_{side}" for side in sides)
    query = f"""with cell as (
            select wanted_parts.part, wanted_parts.breakdown, wanted_parts.category, {lists}
            from ({cells(indicator, found)}) as every
            join wanted_parts on every.period_id = wanted_parts.part
             and every.breakdown = wanted_parts.breakdown and every.category = wanted_parts.category
            where every.authority = {quoted(authority)}
        ) {each}"""
    with lent(connection, "wanted_parts", parts):
        return pl.concat([none, frame(connection, query)])
