"""The comparators of one authority: its own figures, its region's and England's, its neighbours' and its rank."""

import polars as pl

_MEAN, _MEDIAN = "mean", "median"
COMPARATORS = {
    "authority": pl.String,
    "measure": pl.String,
    "area": pl.String,
    "area_kind": pl.String,
    "statistic": pl.String,
    "neighbour_model": pl.String,
    "n": pl.Int32,
    "year_ending": pl.Int32,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "release": pl.Int32,
}
"""The columns of `comparators.csv` without source and date. `authority` is whose comparator it is. `area_kind` is
authority, region, england, statistical_neighbours (a mean or median of `n` with a value), neighbour (one of them),
national_rank (1 is the highest of `n`) or authorities (quartiles and median of the `n` in England)."""


class UnknownAuthority(Exception):
    """An authority that the files do not have."""


def comparators(figures: pl.DataFrame, neighbours: pl.DataFrame, *, authority: str) -> pl.DataFrame:
    """Everything that the figures say for comparing one authority, known by its three-figure code (codes of the
    Office for National Statistics change), in the columns of `COMPARATORS`. Raises UnknownAuthority."""
    own = figures.filter((pl.col("level") == "authority") & (pl.col("code") == authority))
    if own.is_empty():
        raise UnknownAuthority(f"Expected figures of authority {authority}; found none. Check the code.")
    region = own.sort("year")["region"][-1]
    mine = neighbours.filter(pl.col("authority") == authority)
    authorities = figures.filter(pl.col("level") == "authority")
    near = authorities.join(
        mine.select("model", "place", code="neighbour"), on="code", how="inner", maintain_order="left"
    )
    parts = [
        _plain(own, "authority"),
        _plain(figures.filter((pl.col("level") == "region") & (pl.col("code") == region)), "region"),
        _plain(figures.filter(pl.col("level") == "england"), "england"),
        _averages(near),
        _plain(near, "neighbour"),
        _standing(authorities, authority),
    ]
    parts = [part.with_columns(authority=pl.lit(authority)) for part in parts]
    made = [part.select(pl.col(name).cast(kind) for name, kind in COMPARATORS.items()) for part in parts]
    order = ["measure", "year_ending", "area_kind", "neighbour_model", "statistic", "area"]
    return pl.concat(made).sort(order, nulls_last=False, maintain_order=True)


def _plain(figures: pl.DataFrame, kind: str) -> pl.DataFrame:
    model = pl.col("model") if "model" in figures.columns else pl.lit(None, pl.String)
    return figures.with_columns(
        area_kind=pl.lit(kind),
        statistic=pl.col("status"),
        neighbour_model=model,
        n=pl.lit(None, pl.Int32),
        year_ending=pl.col("year"),
        # a figure that was withheld stays in the table, so that nobody takes it for one that was forgotten
        status=pl.coalesce("symbol", "status"),
    )


def _averages(near: pl.DataFrame) -> pl.DataFrame:
    """Mean and median of the neighbours that have a value, with how many have."""
    keys = ["measure", "unit", "model", "year"]
    grouped = (
        near.filter(pl.col("value").is_not_null() & (pl.col("unit") != "count"))
        .group_by(keys, maintain_order=True)
        .agg(
            pl.len().alias("n"),
            pl.col("release").max(),
            pl.col("value").mean().alias(_MEAN),
            pl.col("value").median().alias(_MEDIAN),
        )
    )
    return grouped.unpivot(
        [_MEAN, _MEDIAN], index=[*keys, "n", "release"], variable_name="statistic"
    ).with_columns(
        area=pl.lit("Statistical neighbours"),
        area_kind=pl.lit("statistical_neighbours"),
        neighbour_model=pl.col("model"),
        year_ending=pl.col("year"),
        status=pl.lit("derived"),
    )


def _standing(authorities: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Rank and quartiles among every authority with a value; equal values share the better rank."""
    keys = ["measure", "unit", "year"]
    known = authorities.filter(pl.col("value").is_not_null() & (pl.col("unit") != "count"))
    ranked = known.with_columns(rank=pl.col("value").rank("min", descending=True).over(keys))
    spread = known.group_by(keys, maintain_order=True).agg(
        pl.len().alias("n"),
        pl.col("release").max(),
        pl.col("value").quantile(0.25, "linear").alias("lower_quartile"),
        pl.col("value").median().alias(_MEDIAN),
        pl.col("value").quantile(0.75, "linear").alias("upper_quartile"),
    )
    mine = ranked.filter(pl.col("code") == authority).select(
        *keys, "area", pl.col("rank").cast(pl.Float64).alias("value")
    )
    common = {
        "neighbour_model": pl.lit(None, pl.String),
        "year_ending": pl.col("year"),
        "status": pl.lit("derived"),
    }
    place = mine.join(
        spread.select(*keys, "n", "release"), on=keys, how="left", maintain_order="left"
    ).with_columns(
        area=pl.col("area") + " among all authorities",
        area_kind=pl.lit("national_rank"),
        statistic=pl.lit("rank"),
        unit=pl.lit("rank"),
        **common,
    )
    names = ["lower_quartile", _MEDIAN, "upper_quartile"]
    quartiles = spread.unpivot(names, index=[*keys, "n", "release"], variable_name="statistic").with_columns(
        area=pl.lit("All authorities"), area_kind=pl.lit("authorities"), **common
    )
    wanted = [
        "measure",
        "unit",
        "area",
        "area_kind",
        "statistic",
        "neighbour_model",
        "n",
        "release",
        "year_ending",
        "value",
        "status",
    ]
    return pl.concat([place.select(wanted), quartiles.select(wanted)])
