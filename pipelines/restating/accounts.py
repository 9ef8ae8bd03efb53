"""Which rows account for a figure that changed: those counted in one of two builds and not in the other, or with another
weight.

The indicator's query, rewritten to tell what it counts, is asked of both builds for the same cells. What is counted is
known by the keys of its core rows, so that what both count alike drops out; the rest leads to rows of agencies' files.
Where a figure is put together by adding up, the effects of these rows come to its change, which is looked at for every
figure: where they do not (today's query is not the one that counted then), nothing is claimed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.builds import SQL
from pipelines.database import database, frame, lent, quoted
from pipelines.figures.values import asked_query
from pipelines.restating.adding_up import KEY, adding_up
from pipelines.restating.counted import PART, Counted, behind, counted
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator
from scorecards.lineage.contributions import traced
from scorecards.restatement import Key

CELL = KEY[1:]
CHANGED: dict[str, Any] = {
    **dict.fromkeys(KEY, pl.String),
    "side": pl.String,
    "record": pl.String,
    "effect": pl.Float64,
    "is_now": pl.Boolean,
    "source": pl.String,
    "delivery_id": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
    "is_own": pl.Boolean,
}
"""A line for every agency row behind a record that is counted otherwise: the cell and side that it changes, the record,
which is the keys of the core rows counted as one, its effect (the same on each of its lines), and where the row stands:
in the newer build where the record `is_now` counted, else in the older one. A row that is not `is_own` was looked up."""

MOST_PERIODS = 6
"""So many longer windows are asked for at once: each holds a year's rows."""
_NOTHING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """`rows` are CHANGED; `exact` are the figures of which their effects are the whole change, and `together` those of
    which some number is worked out from all its rows together, such as a median, so that each row is named and none has
    an effect of its own."""

    rows: pl.DataFrame
    exact: frozenset[Key]
    together: frozenset[Key]


def accounts(
    was: Path, now: Path, asked: pl.DataFrame, known: dict[str, Indicator], authority: str
) -> Accounts:
    """What accounts for the change of some figures (KEY) between two builds. An indicator that one of the builds cannot
    be asked any more has none."""
    with database(was, read_only=True) as before, database(now, read_only=True) as after:
        comparing = _Comparing((before, after), authority)
        for (ref,), mine in asked.group_by("indicator", maintain_order=True):
            if str(ref) in known:
                comparing.ask(known[str(ref)], mine.select(CELL).unique(maintain_order=True))
        differing = pl.concat(
            [pl.DataFrame(schema={name: CHANGED[name] for name in _DIFFERING}), *comparing.differing]
        )
        exact, together = adding_up((before, after), authority, asked, comparing.counted, differing)
        return Accounts(rows=comparing.rows(differing), exact=exact, together=together)


_DIFFERING = (*KEY, "side", "record", "effect", "is_now")


@dataclass(frozen=True)
class _Comparing:
    """Two builds, the older first, while one indicator after the other is asked of both."""

    builds: tuple[Any, Any]
    authority: str
    differing: list[pl.DataFrame] = field(default_factory=list)
    _members: tuple[list[pl.DataFrame], list[pl.DataFrame]] = field(default_factory=lambda: ([], []))
    counted: dict[str, dict[str, str]] = field(default_factory=dict)
    _tables: list[str] = field(default_factory=list)
    _core: Sequence[Any] = field(default_factory=lambda: core_tables(SQL))

    def ask(self, indicator: Indicator, wanted: pl.DataFrame) -> None:
        """Find the records of some cells that the builds count otherwise."""
        import duckdb

        try:
            for some in _some_at_once(indicator, wanted):
                self._ask(indicator, self._parts(indicator, some))
        except (duckdb.CatalogException, duckdb.BinderException):
            self.counted.pop(indicator.ref, None)  # a build of another version

    def _ask(self, indicator: Indicator, parts: pl.DataFrame) -> None:
        names = ", ".join(quoted(each) for each in parts["part"].unique(maintain_order=True))
        asked = {"reference.period": f"period_id in ({names})"}
        if indicator.additive:
            asked["reference.month"] = f"'month:' || right(period_id, 7) in ({names})"
        found = traced(asked_query(indicator), asked=asked, tables=self._tables)
        cells = parts.select(PART).unique(maintain_order=True)
        was, now = (
            counted(build, indicator, found, cells, self.authority, self._core) for build in self.builds
        )
        differing = _differing(was, now, parts).with_columns(pl.lit(indicator.ref).alias("indicator"))
        self.differing.append(differing.select(_DIFFERING))
        self.counted[indicator.ref] = found.counted
        for kept, side, is_now in zip(self._members, (was, now), (False, True), strict=True):
            records = differing.filter(pl.col("is_now") == is_now).select("record").unique()
            kept.append(side.members.join(records, on="record", how="semi"))

    def rows(self, differing: pl.DataFrame) -> pl.DataFrame:
        """The agency rows behind everything that was found to differ: CHANGED."""
        told = [pl.DataFrame(schema=CHANGED)]
        for build, members, is_now in zip(self.builds, self._members, (False, True), strict=True):
            if members:
                found = behind(build, pl.concat(members), self._core, self._tables)
                mine = differing.filter(pl.col("is_now") == is_now)
                lines = mine.join(found, on=["indicator", "record"], how="left", maintain_order="left")
                told.append(lines.select(pl.col(name).cast(kind) for name, kind in CHANGED.items()))
        return pl.concat(told)

    def _parts(self, indicator: Indicator, wanted: pl.DataFrame) -> pl.DataFrame:
        """The cells with the `part` that is asked for: of a count that adds up each month, else the window itself."""
        if not indicator.additive:
            return wanted.with_columns(pl.col("period_id").alias("part"))
        query = """select wanted_cells.*, month.period_id as part
            from wanted_cells
            join reference.period as period on period.period_id = wanted_cells.period_id
            join reference.period as month
              on month.window_name = 'month'
             and month.start_date between period.start_date and period.end_date
            order by all"""
        with lent(self.builds[1], "wanted_cells", wanted):
            return frame(self.builds[1], query)


def _differing(was: Counted, now: Counted, parts: pl.DataFrame) -> pl.DataFrame:
    """The records of cells that are counted otherwise: CELL, side, record, effect, is_now. What differs in a part and
    evens out over the whole, such as a record that moved to another month of a quarter, does not differ."""
    key = [*PART, "side", "record"]
    weight, before = pl.col("weight"), pl.col("weight_was")
    evens_out = (pl.col("effect").abs() < _NOTHING) & pl.col("is_was") & pl.col("is_now")
    return (
        now.weights.join(was.weights, on=key, how="full", coalesce=True, suffix="_was")
        .filter(weight.ne_missing(before))
        .join(parts, on=PART)
        .group_by(*CELL, "side", "record")
        .agg(
            (weight.fill_null(0) - before.fill_null(0)).sum().alias("effect"),
            before.is_not_null().any().alias("is_was"),
            weight.is_not_null().any().alias("is_now"),
        )
        .filter(~evens_out)
    )


def _some_at_once(indicator: Indicator, wanted: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Months all at once, and every window that is the sum of months; other windows a few at a time."""
    is_short = pl.col("period_id").str.starts_with("month:") | pl.lit(indicator.additive)
    short, long = wanted.filter(is_short), wanted.filter(~is_short)
    periods = long["period_id"].unique(maintain_order=True)
    yield pl.concat([short, long.filter(pl.col("period_id").is_in(periods[:MOST_PERIODS].to_list()))])
    for first in range(MOST_PERIODS, len(periods), MOST_PERIODS):
        yield long.filter(pl.col("period_id").is_in(periods[first : first + MOST_PERIODS].to_list()))
