"""Past figures: as published then, as known then, and as known now."""

import polars as pl

from pipelines.builds import build_path, built_months, newest_month
from pipelines.database import database, frame, quoted
from pipelines.home import Home
from pipelines.publication.editions import Edition, editions, figures, standing
from pipelines.questions.answers import NotAsked
from pipelines.region.values import TABLE as REGION_VALUES
from scorecards.period import Month, Quarter
from scorecards.value import COLUMNS

LAST = "last"
"""In place of a quarter: what was last published of every figure."""

_PLACE = ("indicator", "period_id", "breakdown", "category")


def as_published(home: Home, quarter: str) -> pl.DataFrame:
    """The long table of what an edition showed, `quarter`'s newest, or with LAST what was last published of every figure
    that stands: the columns of `values`, the audiences that were shown it and the edition in words.

    What was withheld has the state `withheld` and no number. Raises NotAsked.
    """
    if quarter == LAST:
        chosen = sorted(standing(home), key=lambda each: (each.on, editions(home).index(each)))
    else:
        wanted = str(Quarter.parse(quarter, home.settings.year_start))
        chosen = [each for each in editions(home) if each.quarter == wanted][-1:]
    if not chosen:
        known = ", ".join(dict.fromkeys(each.quarter for each in editions(home))) or "none yet"
        raise NotAsked(f"Expected a quarter that was published; found another. Published: {known}.")
    found = pl.concat([_with_edition(home, each) for each in chosen])
    if quarter == LAST:
        found = found.filter(pl.col("order") == pl.col("order").max().over(_PLACE))
    return found.select(
        "authority", "indicator", pl.col("window_name").alias("window"), "period_start", "period_end", "breakdown",
        "category", pl.col("numerator", "denominator").cast(pl.Float64), "value", "unit", "state", "audiences", "edition",
    ).sort("authority", "indicator", "window", "period_start", "period_end", "breakdown", "category", "audiences")  # fmt: skip


def history(home: Home, ref: str, period: str) -> pl.DataFrame:
    """One indicator's figures of a period, a row for everything that was ever said of each: `said` is `published` or
    `known`, `when` the edition in words or the month of the build, `is_now` marks what the newest build knows.

    Raises NotAsked where nothing was ever said of it, NoBuild where nothing was built.
    """
    parts = [_known(home, month, ref, period) for month in _months(home)]
    for number, edition in enumerate(editions(home)):
        rows = figures(home, edition).filter((pl.col("indicator") == ref) & _is_of(period))
        parts.append(
            rows.select(
                pl.lit("published").alias("said"),
                pl.lit(edition.name + (" (withdrawn)" if edition.withdrawal else "")).alias("when"),
                *_shaped(),
                "audiences",
                pl.lit(edition.build).alias("build"),
                pl.lit(False).alias("is_now"),
                pl.lit(f"{number:06d}").alias("order"),
            )
        )
    found = pl.concat([each for each in parts if not each.is_empty()] or parts[:1], how="vertical_relaxed")
    if found.is_empty():
        raise NotAsked(
            "Expected the ref of an indicator and a period such as 2022-08, 2022-23-Q2 or 2022-23 that a build or a "
            "publication has; found neither."
        )
    return found.sort("period_id", "breakdown", "category", "said", "order", "audiences").drop("order")


def _known(home: Home, month: Month, ref: str, period: str) -> pl.DataFrame:
    """What the newest build of a month knows."""
    path, code = build_path(home, month), home.settings.authority.code
    table = REGION_VALUES if home.settings.is_region else "scorecard.value"
    with database(path, read_only=True) as connection:
        rows = frame(
            connection,
            f"select {', '.join(COLUMNS)} from {table} where indicator = {quoted(ref)} and authority = {quoted(code)} "
            f"and (period_id = {quoted(period)} or split_part(period_id, ':', 2) = {quoted(period)})",
        )
    return rows.select(
        pl.lit("known").alias("said"),
        pl.lit(str(month)).alias("when"),
        *_shaped(),
        pl.lit("").alias("audiences"),
        pl.lit(path.stem).alias("build"),
        pl.lit(month == _months(home)[-1]).alias("is_now"),
        pl.lit(str(month)).alias("order"),
    )


def _shaped() -> list[pl.Expr]:
    counts = [
        pl.col("numerator", "denominator").cast(pl.Float64),
        pl.col("value"),
        pl.col("unit"),
        pl.col("state"),
    ]
    return [pl.col(*_PLACE), *counts]


def _is_of(period: str) -> pl.Expr:
    name = pl.col("period_id").str.split(":").list.last()
    return (pl.col("period_id") == period) | (name == period)


def _with_edition(home: Home, edition: Edition) -> pl.DataFrame:
    place = editions(home).index(edition)
    return figures(home, edition).with_columns(
        pl.lit(edition.name).alias("edition"), pl.lit(place, pl.Int64).alias("order")
    )


def _months(home: Home) -> list[Month]:
    return built_months(home) or [newest_month(home)]
