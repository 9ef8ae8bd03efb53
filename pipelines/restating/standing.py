"""The figures that stand published, each in its newest form, beside what a build has of them."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.database import database, frame, quoted, rows
from pipelines.home import Home
from pipelines.publication.editions import Edition, editions, figures, standing
from pipelines.restating.adding_up import KEY
from pipelines.restating.causes import path_of
from scorecards.period import Month, Quarter
from scorecards.value import COLUMNS, NOT_APPLICABLE, OK, WITHHELD

COMPARED = ("numerator", "denominator", "state")
_RESULT = (*COMPARED, "value")
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(COLUMNS, pl.String),
    "period_start": pl.Date,
    "period_end": pl.Date,
    "numerator": pl.Decimal(18, 2),
    "denominator": pl.Decimal(18, 2),
    "value": pl.Float64,
    "was_withheld": pl.Boolean,
    "edition": pl.Int64,
}


def held_against(home: Home, month: Month) -> list[Edition]:
    """The editions that stand of quarters which a month's build can know, in the order in which they went out."""
    start = home.settings.year_start
    now = {(each.quarter, each.number) for each in standing(home)}
    return [
        each
        for each in editions(home)
        if (each.quarter, each.number) in now and Quarter.parse(each.quarter, start).last_month <= month
    ]


def published(home: Home, held: list[Edition], whole: Collection[str]) -> pl.DataFrame:
    """The newest published form of every figure, columns of a value, `was_withheld` and `edition`, its place in `held`:
    what was printed unrounded, to the audiences `whole`, or where only marks were printed what the published build has,
    if it is still there."""
    frames = [pl.DataFrame(schema=_SCHEMA)]
    for number, edition in enumerate(held):
        unrounded = pl.col("audiences").str.split(" ").list.eval(pl.element().is_in(list(whole))).list.any()
        best = (
            frozen(home, edition)
            .filter(unrounded)
            .sort(pl.col("state") == WITHHELD, maintain_order=True)
            .unique(subset=list(KEY), keep="first", maintain_order=True)
        )
        numbered = _opened(home, edition, best).with_columns(pl.lit(number, pl.Int64).alias("edition"))
        frames.append(numbered.select(list(_SCHEMA)))
    return pl.concat(frames).unique(subset=list(KEY), keep="last", maintain_order=True)


def beside(published: pl.DataFrame, build: Path, authority: str) -> pl.DataFrame:
    """The published figures with what the build has, in columns that end in `_now`; null where it does not count them.
    A category that occurs nowhere any more is counted as none."""
    now = (published if published.is_empty() else _figures(build, authority)).select(*KEY, *_RESULT)
    both = published.join(now, on=list(KEY), how="left", suffix="_now")
    counted = now.select("indicator", "period_id", pl.lit(True).alias("is_counted")).unique()
    none = pl.col("state_now").is_null() & (pl.col("breakdown") != "") & pl.col("is_counted").fill_null(False)
    is_share = pl.col("denominator").is_not_null()
    nought = pl.lit(0, pl.Decimal(18, 2))
    gone = {
        "numerator_now": nought,
        "denominator_now": pl.when(is_share).then(nought),
        "value_now": pl.when(~is_share).then(pl.lit(0.0)),
        "state_now": pl.when(is_share).then(pl.lit(NOT_APPLICABLE)).otherwise(pl.lit(OK)),
    }
    return both.join(counted, on=["indicator", "period_id"], how="left").with_columns(
        pl.when(none).then(words).otherwise(pl.col(name)).alias(name) for name, words in gone.items()
    )


def frozen(home: Home, edition: Edition) -> pl.DataFrame:
    """Every figure that an edition showed of this authority. Raises FrozenFileBroken."""
    return figures(home, edition).filter(pl.col("authority") == home.settings.authority.code)


def _opened(home: Home, edition: Edition, best: pl.DataFrame) -> pl.DataFrame:
    """The figures with the numbers behind the marks [c], where the published build can still say them."""
    hidden = pl.col("state") == WITHHELD
    marked = best.with_columns(hidden.alias("was_withheld"))
    path = path_of(home, edition)
    if not path.exists() or not best.select(hidden.any()).item():
        return marked
    then = _figures(path, home.settings.authority.code).select(*KEY, *_RESULT)
    joined = marked.join(then, on=list(KEY), how="left", suffix="_then", maintain_order="left")
    return joined.with_columns(
        pl.when(hidden).then(pl.col(f"{name}_then")).otherwise(pl.col(name)).alias(name) for name in _RESULT
    ).with_columns(pl.col("state").fill_null(WITHHELD))


def _figures(build: Path, authority: str) -> pl.DataFrame:
    """The figures of an authority, or of a region that a build is of."""
    told = "select table_name from information_schema.tables where table_name = 'region_value'"
    query = f"select {', '.join(COLUMNS)} from {{}} where authority = {quoted(authority)}"
    with database(build, read_only=True) as connection:
        tables = ["scorecard.value", *("scorecard.region_value" for _ in rows(connection, told))]
        return frame(connection, " union all ".join(query.format(table) for table in tables))
