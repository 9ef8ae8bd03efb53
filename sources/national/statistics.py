"""DfE's published statistics as downloaded, as one long table of figures.

Both ways of naming columns are known: the release of 2024 (`Referrals_rate`) and that of 2025 (`referral_count`, no
rates). What a measure is read from stands in `measures.csv`, one row a measure: `needs` the columns that tell its file
(`&` all of them, `|` one or the other), `value` the published figure, `part` and `whole` what it is worked out from
where it is not published (`population` is the mid-year estimate of the year before).
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

_MEASURES = Path(__file__).parent / "measures.csv"
_LEVELS = {"National": "england", "Regional": "region", "Local authority": "authority"}
SYMBOLS = {
    "c": "withheld",
    "k": "rounds to zero",
    "u": "low reliability",
    "low": "rounds to zero",
    "x": "not available",
    ":": "not available",
    "-": "not available",
    "z": "not applicable",
    "": "not available",
}
"""What the symbols of the published files mean. None of them is a number, and none is zero."""
FIGURES = {
    "measure": pl.String,
    "unit": pl.String,
    "at": pl.String,
    "level": pl.String,
    "code": pl.String,
    "area": pl.String,
    "region": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "symbol": pl.String,
    "status": pl.String,
    "release": pl.Int32,
}
"""One figure of one area: `level` england, region or authority; `code` the authority's three figures, else the name;
`year` that of 31 March, of 30 September or of mid-year by `at`; `symbol` says why there is no value; `status` published
or derived; `release` the last year of the release it stands in, since later releases revise. Counts of England and the
regions are published rounded to the nearest 10."""


class NotPublishedStatistics(Exception):
    """A file that holds no statistic that is known here; the words say what to do."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One row of `measures.csv`."""

    measure: str
    unit: str
    at: str
    needs: str
    value: str
    part: str
    whole: str


@cache
def measures() -> tuple[Measure, ...]:
    """Every measure that can be read."""
    with _MEASURES.open(encoding="utf-8", newline="") as file:
        return tuple(Measure(**row) for row in csv.DictReader(file))


def statistics(paths: Iterable[Path]) -> pl.DataFrame:
    """The figures of the files, in the columns of `FIGURES`, sorted, those of every release.

    Raises NotPublishedStatistics for a file of another form; of two files of one release with one figure the later given
    stands.
    """
    read = [_raw(path) for path in paths]
    population = _population(read)
    found = [_figures(raw, each, population) for raw in read for each in measures() if _has(raw, each.needs)]
    if not found:
        return pl.DataFrame(schema=FIGURES)
    keys = ["measure", "level", "code", "year", "release"]
    return pl.concat(found).unique(subset=keys, keep="last", maintain_order=True).sort(keys)


def newest(figures: pl.DataFrame) -> pl.DataFrame:
    """Of every figure the one of the newest release."""
    keys = ["measure", "level", "code", "year"]
    return (
        figures.sort("release", maintain_order=True).unique(keys, keep="last", maintain_order=True).sort(keys)
    )


def measures_in(path: Path) -> list[str]:
    """The measures that a file is read for; none where it has the form but nothing that is compared here."""
    raw = _raw(path)
    return [each.measure for each in measures() if _has(raw, each.needs)]


def _raw(path: Path) -> pl.DataFrame:
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError:
        raw = pl.DataFrame()
    if not {"time_period", "geographic_level"} <= set(raw.columns):
        raise NotPublishedStatistics(
            f"Expected a CSV file with the columns time_period and geographic_level; found none in {path.name}. "
            "Download the underlying data of the release."
        )
    # a file of England alone has no columns for the other levels
    absent = [name for name in ("old_la_code", "la_name", "region_name") if name not in raw.columns]
    raw = raw.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    raw = raw.filter(pl.col("geographic_level").is_in(list(_LEVELS)))
    raw = raw.with_columns(release=pl.lit(_release(path, raw)))
    return raw.filter(pl.col("age_group").str.contains("0 to 17")) if "age_group" in raw.columns else raw


def _release(path: Path, raw: pl.DataFrame) -> int:
    """The release that a file is of: the last year of its name, or else of its rows."""
    named = re.findall(r"(?<!\d)20\d\d(?!\d)", path.stem)
    return int(named[-1] if named else raw["time_period"].str.slice(0, 4).max())  # type: ignore[arg-type]


def _has(raw: pl.DataFrame, needs: str) -> bool:
    return all(_column(raw, part) is not None for part in needs.split("&"))


def _column(raw: pl.DataFrame, names: str) -> str | None:
    """The one of the alternatives that the file has."""
    return next((name for name in names.split("|") if name in raw.columns), None)


def _number(name: str) -> pl.Expr:
    return (
        pl.col(name).str.strip_chars().str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    )


def _sum(raw: pl.DataFrame, names: str) -> pl.Expr | None:
    """The sum of columns; null where one of them is no number."""
    found = [_column(raw, part) for part in names.split("&")]
    if not names or None in found:
        return None
    total = pl.lit(0.0)
    for name in found:
        total = total + _number(str(name))
    return total


def _population(raws: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The children of every area and mid-year, as the newest release has them."""
    columns = {"level": pl.String, "code": pl.String, "year": pl.Int32, "people": pl.Float64}
    found = [
        _areas(raw, "june").with_columns(raw.select(people=_number("population_estimate")))
        for raw in raws
        if "population_estimate" in raw.columns
    ]
    if not found:
        return pl.DataFrame(schema=columns)
    every = pl.concat(found).sort("release", maintain_order=True)
    return every.unique(["level", "code", "year"], keep="last", maintain_order=True).select(list(columns))


def _areas(raw: pl.DataFrame, at: str) -> pl.DataFrame:
    level = pl.col("geographic_level").replace_strict(_LEVELS)
    authority = pl.col("geographic_level") == "Local authority"
    regional = pl.col("geographic_level") == "Regional"
    return raw.select(
        release=pl.col("release").cast(pl.Int32),
        at=pl.lit(at),
        level=level,
        code=pl.when(authority)
        .then("old_la_code")
        .when(regional)
        .then("region_name")
        .otherwise(pl.lit("England")),
        area=pl.when(authority)
        .then("la_name")
        .when(regional)
        .then("region_name")
        .otherwise(pl.lit("England")),
        region=pl.col("region_name"),
        year=pl.col("time_period").str.slice(0, 4).cast(pl.Int32),
    )


def _figures(raw: pl.DataFrame, measure: Measure, population: pl.DataFrame) -> pl.DataFrame:
    areas = _areas(raw, measure.at)
    value = _column(raw, measure.value) if measure.value else None
    part = _sum(raw, measure.part)
    scale = 10_000 if measure.whole == "population" else 100
    whole = _sum(raw, measure.whole) if measure.whole != "population" else None
    told = raw.select(
        published=_number(value) if value else pl.lit(None, pl.Float64),
        text=pl.col(value).str.strip_chars().str.to_lowercase() if value else pl.lit("", pl.String),
        part=part if part is not None else pl.lit(None, pl.Float64),
        whole=whole if whole is not None else pl.lit(None, pl.Float64),
    )
    table = pl.concat([areas, told], how="horizontal")
    if measure.whole == "population":
        # the rate of the year to 31 March is of the estimate for the middle of the year before
        before = population.with_columns(pl.col("year") + 1)
        table = table.join(before, on=["level", "code", "year"], how="left", maintain_order="left")
        table = table.with_columns(whole=pl.col("people"))
    # a share that the publisher withheld is not worked out behind its back
    derived = pl.when((pl.col("whole") > 0) & pl.lit(value is None)).then(
        pl.col("part") / pl.col("whole") * scale
    )
    return table.select(
        measure=pl.lit(measure.measure),
        unit=pl.lit(measure.unit),
        at="at",
        level="level",
        code="code",
        area="area",
        region="region",
        year="year",
        value=pl.coalesce("published", derived),
        symbol=pl.when(pl.coalesce("published", derived).is_null()).then(
            pl.col("text").replace_strict(SYMBOLS, default="not available", return_dtype=pl.String)
        ),
        status=pl.when(pl.col("published").is_not_null())
        .then(pl.lit("published"))
        .otherwise(pl.lit("derived")),
        release="release",
    )
