"""Whether the effects of the rows behind a figure come to its change: what is claimed of rows is looked at first."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.database import frame, lent, quoted
from pipelines.tracing.counted import SIDES
from scorecards.lineage.counting import SUM
from scorecards.restatement import Key

KEY = ("indicator", "period_id", "breakdown", "category")
_HALF = 0.00500001
"""Stored counts have two decimals."""


def adding_up(
    builds: tuple[Any, Any],
    authority: str,
    asked: pl.DataFrame,
    counted: Mapping[str, Mapping[str, str]],
    differing: pl.DataFrame,
) -> tuple[frozenset[Key], frozenset[Key]]:
    """Of the figures asked about (KEY), those of which the effects of differing records (KEY, side and effect) are the
    whole change between two builds, and those of which some number is not put together by adding up. `counted` says of
    each indicator how its sides are put together; one that is not in it could not be asked."""
    sides = pl.DataFrame(
        [(ref, side, how[side] == SUM) for ref, how in counted.items() for side in SIDES if side in how],
        schema={"indicator": pl.String, "side": pl.String, "is_sum": pl.Boolean},
        orient="row",
    )
    effects = differing.group_by(*KEY, "side").agg(pl.col("effect").sum())
    gap = pl.col("change") - pl.col("effect").fill_null(0)
    figures = (
        _changes(builds, authority, asked)
        .join(sides, on=["indicator", "side"])
        .join(effects, on=[*KEY, "side"], how="left")
        .group_by(KEY)
        .agg((gap.abs() <= 2 * _HALF).all().alias("adds_up"), pl.col("is_sum").all())
    )
    exact, together = (
        frozenset(figures.filter(which).select(KEY).iter_rows())
        for which in (pl.col("is_sum") & pl.col("adds_up"), ~pl.col("is_sum"))
    )
    return exact, together


def _changes(builds: tuple[Any, Any], authority: str, asked: pl.DataFrame) -> pl.DataFrame:
    """By how much the stored numbers of figures differ: KEY, side, change."""
    same = " and ".join(f"every.{name} = wanted_cells.{name}" for name in KEY)
    numbers = ", ".join(f"cast(coalesce(every.{side}, 0) as double) as {side}" for side in SIDES)
    query = f"""select wanted_cells.*, {numbers} from wanted_cells left join scorecard.counted as every
        on {same} and every.authority = {quoted(authority)}"""
    found = []
    for build in builds:
        with lent(build, "wanted_cells", asked.select(KEY)):
            found.append(
                frame(build, query).unpivot(SIDES, index=KEY, variable_name="side", value_name="count")
            )
    both = found[1].join(found[0], on=[*KEY, "side"], suffix="_was")
    return both.select(*KEY, "side", (pl.col("count") - pl.col("count_was")).alias("change"))
