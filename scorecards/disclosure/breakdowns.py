"""How the categories of a breakdown relate to its total and to those of others, told from the counts of all windows.

`long` is a frame with a row for every side and window of every category, totals with a blank breakdown.
"""

import polars as pl

FEWEST_WINDOWS = 6

Name = tuple[str, str, str, str]
"""Indicator, side, breakdown and category."""
Breakdown = tuple[str, str, str]
"""Indicator, side and breakdown."""


def parts_of(long: pl.DataFrame) -> frozenset[Breakdown]:
    """The breakdowns whose categories add up to the total in every window where both are counted."""
    by = ["indicator", "side", "period_id"]
    totals = long.filter(pl.col("breakdown") == "").select(*by, pl.col("count").alias("total"))
    sums = long.filter(pl.col("breakdown") != "").group_by(*by, "breakdown").agg(pl.col("count").sum())
    judged = (
        sums.join(totals, on=by)
        .group_by("indicator", "side", "breakdown")
        .agg((pl.col("count") == pl.col("total")).all().alias("adds_up"))
        .filter("adds_up")
    )
    return frozenset(tuple(row[:3]) for row in judged.iter_rows())


def covers_of(long: pl.DataFrame) -> frozenset[Breakdown]:
    """The breakdowns of which no category is ever above the total, and all together never below it."""
    count, total = pl.col("count"), pl.col("total")
    by = ["indicator", "side", "period_id"]
    totals = long.filter(pl.col("breakdown") == "").select(*by, count.alias("total"))
    judged = (
        long.filter(pl.col("breakdown") != "")
        .group_by(*by, "breakdown")
        .agg(count.max().alias("most"), count.sum())
        .join(totals, on=by)
        .group_by("indicator", "side", "breakdown")
        .agg(((pl.col("most") <= total) & (total <= count)).all().alias("covers"))
        .filter("covers")
    )
    return frozenset(tuple(row[:3]) for row in judged.iter_rows())


def subtotals_of(long: pl.DataFrame, parts: frozenset[Breakdown]) -> dict[Name, tuple[Name, ...]]:
    """The categories that other categories of the same indicator make up in every window: least squares finds which,
    and exact sums judge it."""
    import numpy

    tables: dict[tuple[str, str], list[tuple[str, pl.DataFrame]]] = {}
    by = ["indicator", "side", "breakdown"]
    whole = pl.DataFrame(sorted(parts), schema=dict.fromkeys(by, pl.String), orient="row")
    several = whole.filter(pl.len().over("indicator", "side") > 1)
    for (indicator, side, breakdown), rows in sorted(
        long.join(several, on=by, how="semi").partition_by(by, as_dict=True).items()
    ):
        wide = rows.pivot("category", index="period_id", values="count", sort_columns=True).fill_null(0)
        tables.setdefault((indicator, side), []).append((breakdown, wide))
    found: dict[Name, tuple[Name, ...]] = {}
    for (indicator, side), breakdowns in tables.items():
        grids = [
            (name, wide["period_id"].to_numpy(), wide.columns[1:], wide.drop("period_id").to_numpy())
            for name, wide in breakdowns
        ]
        for coarse, windows, categories, counts in grids:
            for fine, other_windows, names, pieces in grids:
                if fine == coarse or len(categories) >= len(names):
                    continue
                _, here, there = numpy.intersect1d(windows, other_windows, return_indices=True)
                if len(here) < FEWEST_WINDOWS:
                    continue
                wholes, parted = counts[here].astype(float), pieces[there].astype(float)
                answer, *_ = numpy.linalg.lstsq(parted, wholes, rcond=None)
                is_in = answer > 0.5
                for place in numpy.flatnonzero((parted @ is_in == wholes).all(axis=0)):
                    made_of = tuple(
                        (indicator, side, fine, names[at]) for at in numpy.flatnonzero(is_in[:, place])
                    )
                    if made_of:
                        found[indicator, side, coarse, categories[place]] = made_of
    return found
