"""Which counts are the same count, and how their windows add up, told from a build's values and from nothing declared.

A *series* is one count in every window: one side (n numerator, d denominator, c those of the denominator who are not
in the numerator) of one category of one indicator. Two series that agree in every window are one: the referrals of
RF01 are the denominator of RF07. A reader of two packs can see this, so it has to be known here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from scorecards.disclosure.breakdowns import (
    FEWEST_WINDOWS,
    Breakdown,
    Name,
    covers_of,
    parts_of,
    subtotals_of,
)
from scorecards.value import IMPOSSIBLE, NOT_APPLICABLE, OK, Value

NUMERATOR, DENOMINATOR, COMPLEMENT = "n", "d", "c"
# The numerator of an average adds up days or hours; the children are in its denominator.
AVERAGES = ("hours", "days")
SNAPSHOT, ADDITIVE, DISTINCT, FREE = "snapshot", "additive", "distinct", "free"
FEWEST_NUMBERS = 3

SERIES = ["indicator", "side", "breakdown", "category"]


def sides(row: Value) -> dict[str, Decimal]:
    """The counts of people or events that a row shows when it is shown."""
    found: dict[str, Decimal | None] = {}
    if row.unit not in AVERAGES:
        found[NUMERATOR] = row.numerator
    if row.unit in ("%", *AVERAGES):
        found[DENOMINATOR] = row.denominator
    if row.unit == "%" and row.numerator is not None and row.denominator is not None:
        found[COMPLEMENT] = row.denominator - row.numerator
    return {
        side: count for side, count in found.items() if count is not None and count >= 0 and count % 1 == 0
    }


@dataclass(frozen=True)
class SeriesOf:
    """`same` gives each series' first name, `same_months` that of those that agree in the months alone; `kinds` says
    how the windows of a series relate; `parts` are the breakdowns, as (indicator, side, breakdown), whose categories
    add up to the total; `covers` are those of which a case may be in several categories, so that they come to the
    total or more; `months` holds the counts of each series by month's first day, those below nought too; `subtotals`
    gives for a category of one breakdown those of another that make it up, as teams make up a group of teams."""

    same: dict[Name, Name]
    same_months: dict[Name, Name]
    kinds: dict[Name, str]
    parts: frozenset[Breakdown]
    covers: frozenset[Breakdown]
    months: dict[Name, dict[date, int]]
    subtotals: dict[Name, tuple[Name, ...]]

    def place(self, name: Name, start: date, end: date) -> tuple[Name, date, date]:
        """The one count that a series and window name: a snapshot is that of its last month."""
        if self.kinds.get(name) == SNAPSHOT:
            start = end.replace(day=1)
        first = self.same.get(name, name)
        if (start.year, start.month) == (end.year, end.month):
            first = self.same_months.get(first, first)
        return first, start, end


def series_of(counted: pl.DataFrame) -> SeriesOf:
    """What the values of all windows tell, from a frame with a column for each field of a value."""
    every = _long(counted)
    months: dict[Name, dict[date, int]] = {}
    # Also where more were counted than there are to count: the months of a longer window are what it comes to.
    of_months = every.filter(pl.col("window_name") == "month").select(*SERIES, "period_start", "count")
    for *name, start, count in of_months.iter_rows():
        months.setdefault(tuple(name), {})[start] = int(count)
    long = every.filter(pl.col("count") >= 0)
    by_month = long.filter(pl.col("window_name") == "month")
    parts = parts_of(long)
    return SeriesOf(
        same=_same(long),
        same_months=_same(by_month),
        kinds=_kinds(long),
        parts=parts,
        covers=covers_of(long) - parts,
        months=months,
        subtotals=subtotals_of(long, parts),
    )


def counts_of(
    counted: pl.DataFrame, rows: Iterable[tuple[str, str, str]]
) -> list[tuple[Name, date, date, int]]:
    """The counts in every window of what these rows (indicator, breakdown, category) show: name, first and last day, count."""
    names = ["indicator", "breakdown", "category"]
    asked = pl.DataFrame(sorted(set(rows)), schema=dict.fromkeys(names, pl.String), orient="row")
    long = _long(counted.join(asked, on=names, how="semi")).filter(pl.col("count") >= 0)
    told = long.select(*SERIES, "period_start", "period_end", pl.col("count").cast(pl.Int64)).sort(pl.all())
    return [((*name,), start, end, count) for *name, start, end, count in told.iter_rows()]


def rows_frame(rows: Iterable[Value]) -> pl.DataFrame:
    """Values as a frame."""
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "indicator": pl.String, "period_id": pl.String, "window_name": pl.String, "period_start": pl.Date,
        "period_end": pl.Date, "breakdown": pl.String, "category": pl.String, "numerator": pl.Decimal(18, 2),
        "denominator": pl.Decimal(18, 2), "unit": pl.String, "state": pl.String,
    }  # fmt: skip
    return pl.DataFrame(
        [[getattr(row, name) for name in schema] for row in rows], schema=schema, orient="row"
    )


def _long(counted: pl.DataFrame) -> pl.DataFrame:
    """A row for every series and window with a whole count, as `sides` tells them."""
    column = pl.col
    sound = counted.filter(column("state").is_in([OK, IMPOSSIBLE, NOT_APPLICABLE])).with_columns(
        column("numerator", "denominator").cast(pl.Float64)
    )
    is_average = column("unit").is_in(AVERAGES)
    is_share = column("unit") == "%"
    sided = sound.with_columns(
        pl.when(~is_average).then(column("numerator")).alias(NUMERATOR),
        pl.when(is_share | is_average).then(column("denominator")).alias(DENOMINATOR),
        pl.when(is_share).then(column("denominator") - column("numerator")).alias(COMPLEMENT),
    )
    windows = ["period_id", "window_name", "period_start", "period_end"]
    long = sided.unpivot(
        [NUMERATOR, DENOMINATOR, COMPLEMENT],
        index=["indicator", "breakdown", "category", *windows],
        variable_name="side",
        value_name="count",
    )
    return long.filter(column("count").is_not_null() & (column("count") % 1 == 0))


def _same(long: pl.DataFrame) -> dict[Name, Name]:
    """Each series that agrees with an earlier one in every window, by that one's name."""
    vectors = long.group_by(SERIES).agg(
        pl.concat_str("period_id", pl.col("count").cast(pl.Int64), separator="=")
        .sort()
        .str.join(",")
        .alias("vector"),
        pl.len().alias("windows"),
        pl.col("count").n_unique().alias("numbers"),
    )
    telling = vectors.filter((pl.col("windows") >= FEWEST_WINDOWS) & (pl.col("numbers") >= FEWEST_NUMBERS))
    groups = (
        telling.sort(SERIES).group_by("vector", maintain_order=True).agg(pl.struct(SERIES).alias("names"))
    )
    found: dict[Name, Name] = {}
    for (names,) in groups.filter(pl.col("names").list.len() > 1).select("names").iter_rows():
        first, *others = (tuple(name[part] for part in SERIES) for name in names)
        found.update(dict.fromkeys(others, first))
    return found


def _kinds(long: pl.DataFrame) -> dict[Name, str]:
    """How the windows of each series relate, where every window that can be judged agrees."""
    column = pl.col
    ends = long.group_by(*SERIES, "period_end").agg(column("count").n_unique().alias("numbers"), pl.len())
    snapshots = ends.group_by(SERIES).agg(
        ((column("numbers") == 1).all() & (column("len") > 1).any()).alias(SNAPSHOT)
    )
    months = long.filter(column("window_name") == "month").select(
        *SERIES, column("period_start").alias("from"), column("period_end").alias("to"), column("count").alias("part")
    )  # fmt: skip
    inside = (
        long.filter(column("window_name") != "month")
        .join(months, on=SERIES)
        .filter((column("from") >= column("period_start")) & (column("to") <= column("period_end")))
        .group_by(*SERIES, "period_id")
        .agg(
            column("count", "period_start", "period_end").first(),
            column("part").sum().alias("sum"),
            column("part").max().alias("most"),
            pl.len().alias("months"),
        )
        .filter(
            column("months")
            == (column("period_end").dt.year() - column("period_start").dt.year()) * 12
            + column("period_end").dt.month()
            - column("period_start").dt.month()
            + 1
        )
    )
    sums = inside.group_by(SERIES).agg(
        (column("count") == column("sum")).all().alias(ADDITIVE),
        ((column("count") >= column("most")) & (column("count") <= column("sum"))).all().alias(DISTINCT),
    )
    judged = snapshots.join(sums, on=SERIES, how="left").with_columns(
        pl.when(SNAPSHOT)
        .then(pl.lit(SNAPSHOT))
        .when(ADDITIVE)
        .then(pl.lit(ADDITIVE))
        .when(DISTINCT)
        .then(pl.lit(DISTINCT))
        .when(column(ADDITIVE).is_not_null())
        .then(pl.lit(FREE))
        .alias("kind")
    )
    kinds = {tuple(row[:4]): row[4] for row in judged.select(*SERIES, "kind").sort(SERIES).iter_rows()}
    # Where no window can be judged, as the indicator's total; the sums are checked one by one in any case.
    return {name: kind or kinds.get((*name[:2], "", "")) or ADDITIVE for name, kind in kinds.items()}
