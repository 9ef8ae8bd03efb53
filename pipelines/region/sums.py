"""The region's figures with the authorities that they are of: as a build counts them, and as earlier editions showed them."""

from collections.abc import Collection, Mapping
from datetime import date

import duckdb
import polars as pl

from pipelines.database import frame
from pipelines.publication.releases import rows_of
from pipelines.region.values import TABLE, region_without
from scorecards.attack.seen import Name, Span
from scorecards.attack.unknowns import Truth
from scorecards.disclosure.release import Release
from scorecards.disclosure.system import Key, key_of
from scorecards.indicator import Indicator
from scorecards.region.counted import Counted
from scorecards.value import IMPOSSIBLE, NOT_SUPPLIED, Values

KEY = ["indicator", "period_id", "breakdown", "category"]


def counted_sums(
    connection: duckdb.DuckDBPyConnection,
    region: str,
    indicators: Collection[Indicator],
    *,
    printed: pl.Expr,
    without: Collection[str],
) -> list[Counted]:
    """The printed figures of the build, before anything is withheld; `without` are authorities that are left out."""
    found = (
        region_without(connection, region, indicators, without)
        if without
        else frame(connection, f"select * from {TABLE}")
    ).filter(printed)
    of: Mapping[Key, str] = {tuple(row[:4]): row[4] for row in found.select(*KEY, "counted").iter_rows()}
    return [
        Counted(value=row, counted=tuple(of[key_of(row)].split())) for row in Values.from_frame(found).rows
    ]


def shown_before(text: str, region: str, since: date) -> list[Counted]:
    """What a frozen edition showed of the region in windows that end on this day or later, with whose figures they were."""
    read = pl.read_csv(text.encode(), infer_schema=False).with_columns(
        pl.col("breakdown", "category").fill_null("")
    )
    is_in = (pl.col("authority") != region) & ~pl.col("state").is_in([IMPOSSIBLE, NOT_SUPPLIED])
    of = {
        tuple(row[:4]): tuple(sorted(row[4]))
        for row in read.filter(is_in).group_by(KEY).agg(pl.col("authority")).iter_rows()
    }
    return [Counted(value=row, counted=of.get(key_of(row), ())) for row in rows_of(text, region, since).rows]


def true_of(release: Release) -> Truth:
    """The counts of an authority that the attack is told of: what is true now of all that is withheld."""
    found: dict[Name, dict[Span, int]] = {}
    for name, start, end, count in release.true_counts:
        found.setdefault(name, {})[start, end] = count
    return found
