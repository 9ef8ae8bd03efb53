"""Published statistics become the partnership's comparators, population and neighbours: rows of its overlay folder.

Each file is written whole, beside, and swapped in. Figures that a newer release revised are kept in
`comparators_earlier.csv`, so that a comparison of the past can be found again.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from pipelines.files import write_whole
from sources.national.comparators import comparators
from sources.national.neighbours import NEIGHBOURS, NotNeighbours, neighbours
from sources.national.statistics import measures_in, newest, statistics

_PUBLISHER = "DfE and ONS, published statistics, release of "


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of the files: measures by file name, and the files that have nothing compared here."""

    measures: dict[str, int]
    unused: tuple[str, ...]
    rows: dict[str, int]


def take_statistics(files: Iterable[Path], *, authorities: Sequence[str], overlay: Path, on: date) -> Taken:
    """Read the files and write the overlay's tables, the rows of each authority beside the others'; `on` is the day they
    were fetched.

    Raises NotPublishedStatistics for a file that is neither statistics nor neighbours, and UnknownAuthority, for an
    authority that the files do not have, before anything is written of any.
    """
    near, published, found = [], [], {}
    for path in files:
        try:
            near.append(neighbours(path))
        except NotNeighbours:
            found[path.name] = len(measures_in(path))
            published.append(path)
    every = statistics(published)
    groups = pl.concat([pl.DataFrame(schema=NEIGHBOURS), *near])
    latest = newest(every)
    groups = pl.concat(near) if near else _standing(overlay, "statistical_neighbours.csv", NEIGHBOURS)
    made = _sourced(pl.concat(comparators(latest, groups, authority=code) for code in authorities), on)
    now, revised = _joined(made, _standing(overlay, "comparators.csv", made.schema), _FIGURE)
    earlier = [*(_sourced(_superseded(every, latest, groups, code), on) for code in authorities), *revised]
    people, areas = _population(latest, authorities, on), _neighbours(groups, latest, authorities, on)
    tables = {
        "comparators.csv": now,
        "comparators_earlier.csv": _together(
            [_standing(overlay, "comparators_earlier.csv", made.schema), *earlier], (*_FIGURE, "source")
        ),
        "population.csv": _joined(people, _standing(overlay, "population.csv", people.schema), _PEOPLE)[0],
        "statistical_neighbours.csv": _joined(
            areas, _standing(overlay, "statistical_neighbours.csv", areas.schema), _MODEL
        )[0],
    }
    overlay.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        if table.height:
            text = io.StringIO()
            table.write_csv(text)
            write_whole(overlay / name, text.getvalue().encode())
    return Taken(
        measures=found,
        unused=tuple(sorted(name for name, count in found.items() if not count)),
        rows={name: table.height for name, table in tables.items()},
    )


_FIGURE, _PEOPLE, _MODEL = (
    ("authority", "measure", "year_ending"),
    ("authority", "year"),
    ("authority", "model"),
)
"""What of each table is told as one, and replaced as one."""
_RELEASE = pl.col("source").str.extract(r"release of (\d{4})$").cast(pl.Int32).fill_null(0)


def _standing(overlay: Path, name: str, columns: Mapping[str, DataType | DataTypeClass]) -> pl.DataFrame:
    """The rows of a table that stand in the overlay; none where there is no such file."""
    if not (overlay / name).is_file():
        return pl.DataFrame(schema=columns)
    read = pl.read_csv(overlay / name, infer_schema=False)
    lacking = [pl.lit(None, pl.String).alias(name) for name in columns if name not in read.columns]
    return read.with_columns(lacking).select(pl.col(name).cast(kind) for name, kind in columns.items())


def _joined(
    made: pl.DataFrame, standing: pl.DataFrame, by: Sequence[str]
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """What was made beside what stands, of each thing the newest release that tells it; and the rows of older releases."""
    is_told = pl.lit(True)
    if "area_kind" in made.columns:  # a rate that only other files tell is no news of that rate
        known = pl.col("value").is_not_null() | (pl.col("status") != "not available")
        is_told = (pl.col("area_kind") == "authority") & known
    told = made.group_by(by).agg(is_told.any().alias("is_told"), _RELEASE.max().alias("release"))
    before = standing.group_by(by).agg(_RELEASE.max().alias("before"))
    both = told.join(before, on=by, how="left")
    is_newer = pl.col("before").is_null() | (pl.col("is_told") & (pl.col("release") >= pl.col("before")))
    taken = both.filter(is_newer)
    now = [made.join(taken, on=by, how="semi"), standing.join(taken, on=by, how="anti")]
    revised = [
        standing.join(taken.filter(pl.col("release") > pl.col("before")), on=by, how="semi"),
        made.join(both.filter(pl.col("is_told") & (pl.col("release") < pl.col("before"))), on=by, how="semi"),
    ]
    return _together(now, by), revised


def _together(tables: Iterable[pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """The rows of tables, each once, by what they tell and else in the order given."""
    every = pl.concat(tables)
    return every.unique(pl.exclude("retrieved"), keep="first", maintain_order=True).sort(
        by, maintain_order=True
    )


def _superseded(
    every: pl.DataFrame, latest: pl.DataFrame, groups: pl.DataFrame, authority: str
) -> pl.DataFrame:
    """The figures of earlier releases that a newer one has too."""
    keys = ["measure", "level", "code", "year", "release"]
    older = every.join(latest.select(keys), on=keys, how="anti").sort(keys)
    if older.filter((pl.col("level") == "authority") & (pl.col("code") == authority)).is_empty():
        return comparators(latest, groups, authority=authority).clear()
    made = [
        comparators(part, groups, authority=authority)
        for part in older.partition_by("release", maintain_order=True)
        if part.filter((pl.col("level") == "authority") & (pl.col("code") == authority)).height
    ]
    return pl.concat(made)


def _sourced(table: pl.DataFrame, on: date) -> pl.DataFrame:
    return table.with_columns(
        source=pl.lit(_PUBLISHER) + pl.col("release").cast(pl.String), retrieved=pl.lit(str(on))
    ).drop("release")


def _population(latest: pl.DataFrame, authorities: Sequence[str], on: date) -> pl.DataFrame:
    children = latest.filter(
        (pl.col("measure") == "Population aged 0-17 (mid-year)")
        & (pl.col("level") == "authority")
        & pl.col("code").is_in(authorities)
        & pl.col("value").is_not_null()
    )
    return children.select(
        authority="code",
        area="area",
        year="year",
        population=pl.col("value").cast(pl.Int64),
        source=pl.lit("ONS mid-year population estimates, ages 0 to 17, release of ")
        + pl.col("release").cast(pl.String),
        retrieved=pl.lit(str(on)),
    )


def _neighbours(
    groups: pl.DataFrame, latest: pl.DataFrame, authorities: Sequence[str], on: date
) -> pl.DataFrame:
    names = latest.filter(pl.col("level") == "authority").unique("code", keep="last", maintain_order=True)
    mine = groups.filter(pl.col("authority").is_in(authorities)).unique(
        ["authority", "model", "place"], keep="last", maintain_order=True
    )
    named = mine.join(
        names.select(neighbour="code", neighbour_name="area"),
        on="neighbour",
        how="left",
        maintain_order="left",
    )
    return named.select(
        "authority",
        "model",
        "place",
        "neighbour",
        pl.col("neighbour_name").fill_null(""),
        "closeness",
        source=pl.lit("Statistical neighbour model of ") + pl.col("model"),
        retrieved=pl.lit(str(on)),
    )
