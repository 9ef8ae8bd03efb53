"""The monthly figures that were published before a build's month: as first published, and as last published.

Told from the frozen figures alone. Editions of quarters that end with the build's month or later are no part of it, so
that publishing a quarter does not change the build that it is of.
"""

from datetime import date

import polars as pl

from pipelines.home import Home
from pipelines.publication.editions import Edition, editions, figures
from scorecards.period import Month, Quarter
from scorecards.reference_table import PUBLISHED_FIGURE, REFERENCE_TABLES
from scorecards.value import IMPOSSIBLE, OK

_PLACE = ("authority", "indicator", "month_start")


def known_editions(home: Home, month: Month) -> list[Edition]:
    """The editions that a build of `month` is told of, in the order in which they were published."""
    start = home.settings.year_start
    return [each for each in editions(home) if Quarter.parse(each.quarter, start).last_month < month]


def published_figures(home: Home, month: Month) -> pl.DataFrame:
    """A row for every indicator and month with a number published: its counts first and last. Raises FrozenFileBroken."""
    frames = [
        figures(home, each)
        .filter(
            (pl.col("window_name") == "month")
            & (pl.col("breakdown") == "")
            & pl.col("state").is_in([OK, IMPOSSIBLE])
        )
        .select(
            "authority",
            "indicator",
            pl.col("period_start").alias("month_start"),
            pl.lit(number).alias("edition"),
            "numerator",
            "denominator",
        )
        .unique(subset=list(_PLACE), keep="first", maintain_order=True)
        for number, each in enumerate(known_editions(home, month))
    ]
    if not frames:
        return pl.DataFrame(schema=dict.fromkeys(REFERENCE_TABLES[PUBLISHED_FIGURE], pl.String))
    ordered = pl.concat(frames).sort(*_PLACE, "edition")
    return ordered.group_by(_PLACE, maintain_order=True).agg(
        pl.col(name).get(place).alias(f"{when}_{name}")
        for when, place in (("first", 0), ("last", -1))
        for name in ("numerator", "denominator")
    )


def covered(home: Home, month: Month) -> set[tuple[str, str, date]]:
    """Authority, table and month's first day of what the table can tell."""
    found = published_figures(home, month)
    table = f"reference.{PUBLISHED_FIGURE}"
    return {
        (authority, table, day) for authority, day in found.select("authority", "month_start").iter_rows()
    }
