"""The rows of core tables that a figure counted: its own query, rewritten, asked again of its own build."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.database import frame, quoted
from pipelines.figures.values import asked_query, cell_columns
from scorecards.indicator import Indicator
from scorecards.lineage.contributions import LOOKED_UP, TABLE, Traced, traced
from scorecards.lineage.counting import MEDIAN
from scorecards.value import Value

SIDES = ("numerator", "denominator")
ROWS: dict[str, Any] = {"side": pl.String, "place": pl.Int64, "weight": pl.Float64, "rows": pl.List(pl.Int64)}
"""The columns of contributions: numerator or denominator, the number of the contribution, its weight, its rows."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What a figure counted: `contributions` (columns ROWS), the tables of the rows, and how each side is put together
    from its contributions; a side that counts nothing, such as a population, is not in it."""

    contributions: pl.DataFrame
    tables: list[str]
    sides: dict[str, str]

    def total(self, side: str) -> float | None:
        """What the contributions of a side come to; None for a side that counts nothing."""
        if side not in self.sides:
            return None
        weights = self.contributions.filter(pl.col("side") == side)["weight"]
        if self.sides[side] == MEDIAN:
            return None if weights.is_empty() else float(weights.median())  # type: ignore[arg-type]
        return float(weights.sum())

    @property
    def by_row(self) -> pl.DataFrame:
        """The contributions with a line for each of their rows: side, place, weight, row, is_own, table; the rows that
        were only looked up (not `is_own`) come last."""
        names = pl.Series("table", self.tables, dtype=pl.String)
        lines = self.contributions.explode("rows").rename({"rows": "row"}).drop_nulls("row")
        lines = told_apart(lines, "row").sort(
            "side", "place", "is_own", descending=[False, False, True], maintain_order=True
        )
        lines = lines.with_columns(names.gather(lines["row"] // TABLE).alias("table"))
        return lines.unique(["side", "place", "row"], keep="first", maintain_order=True)


def told_apart(lines: pl.DataFrame, name: str) -> pl.DataFrame:
    """A column of rows without what says that they were only looked up, which `is_own` says instead."""
    return lines.with_columns(
        pl.col(name) & ~pl.lit(LOOKED_UP, pl.Int64), ((pl.col(name) & LOOKED_UP) == 0).alias("is_own")
    )


def counted(connection: Any, indicator: Indicator, value: Value) -> Counted:
    """What one figure of the connection's build counted."""
    window = f"period_id = {quoted(value.period_id)}"
    months = f"start_date >= date '{value.period_start}' and end_date <= date '{value.period_end}'"
    if indicator.kind == "snapshot":
        months = f"end_date = date '{value.period_end}'"
    found = traced(asked_query(indicator), asked={"reference.period": window, "reference.month": months})
    sides = {side: found.counted[side] for side in SIDES if side in found.counted}
    parts = [
        f"""select {quoted(side)} as side, each.place, each.one.weight as weight, each.one.rows as rows from (
            select unnest(_of_{side}) as one, generate_subscripts(_of_{side}, 1) as place from cell) as each"""
        for side in sides
    ]
    empty = pl.DataFrame(schema=ROWS)
    if not parts:
        return Counted(contributions=empty, tables=found.tables, sides=sides)
    contributions = frame(
        connection,
        f"with cell as (select * from ({cells(indicator, found)}) as every where {_is(value)}) {' union all '.join(parts)}",
    )
    return Counted(contributions=pl.concat([empty, contributions]), tables=found.tables, sides=sides)


def cells(indicator: Indicator, found: Traced) -> str:
    """A query for every cell of a traced query: authority, period, breakdown, category and contributions."""
    lists = "".join(f", _of_{side}" for side in SIDES if side in found.counted)
    return f"select {cell_columns(indicator)}{lists} from ({found.sql}) as counted"


def _is(value: Value) -> str:
    names = ("authority", "period_id", "breakdown", "category")
    return " and ".join(f"{name} = {quoted(getattr(value, name))}" for name in names)
