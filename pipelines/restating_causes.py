"""Why published figures are different now, and which rows of the agencies' files that is.

Every row that is not as it was has a cause (`row_changes`). Which of them are behind a figure is told in one of two ways:
exactly, by what the figure counts in both builds (`restated_rows`), or soon, as those that its query can be touched by
and that name a day of its window, which *may* account for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.database import database, frame
from pipelines.delivery import deliveries
from pipelines.editions import Edition, figures
from pipelines.gone import Gone
from pipelines.home import Home
from pipelines.restated_rows import CELL, Accounts, accounts
from pipelines.row_changes import CAUSES, DEFINITION, DELETED, ERASURE, RETENTION, SHARED, RowChanges
from scorecards.indicator import Indicator
from scorecards.indicator_page import version
from scorecards.restatement import Key

KEY = ("indicator", *CELL)
PLACE = ("delivery_id", "sheet_number", "row_number")
ROW = ("source", "record_key", "cause", "columns", "month", "file_hash", *PLACE)


def path_of(home: Home, edition: Edition) -> Path:
    """The build that was published; it may be gone."""
    return home.builds / edition.month / f"{edition.build}.duckdb"


@dataclass(frozen=True, kw_only=True)
class Caused:
    """`causes` with their numbers of rows by figure; the `rows` that are behind any of them (ROW, and `restated`, the refs
    of the figures); `effects` by figure in words, where they are its whole change; `accounts`, a line for every row and
    figure (KEY, side, effect, record and ROW)."""

    causes: dict[Key, dict[str, int]]
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    effects: dict[Key, str] = field(default_factory=dict)
    accounts: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True)
class Causes:
    """Why figures of the build, which is now the newest, are not as editions before it had them."""

    home: Home
    build: Path
    indicators: dict[str, Indicator]
    _changes: dict[str, RowChanges | None] = field(default_factory=dict)

    def of(self, edition: Edition, wanted: pl.DataFrame, *, is_exact: bool) -> Caused:
        """Why the figures (KEY) are different; exactly where `is_exact` and as far as both builds can be asked."""
        changes = self._changed(edition)
        counts: dict[Key, dict[str, int]] = {key: {} for key in wanted.select(KEY).iter_rows()}
        rows, effects, told = [], {}, pl.DataFrame()
        left = wanted.select(KEY).unique(maintain_order=True)
        if changes is not None and is_exact:
            found = accounts(
                path_of(self.home, edition),
                self.build,
                left,
                self.indicators,
                self.home.settings.authority.code,
            )
            known = [key for key in counts if key in found.exact or key in found.together]
            told = self._told(changes.rows, found, known)
            delivered = told.filter(pl.col("delivery_id").is_not_null())
            for *cell, cause, count in (
                delivered.group_by(*KEY, "cause").agg(pl.struct("source", *PLACE).n_unique()).iter_rows()
            ):
                counts[_key(cell)][cause] = count
            effects = {
                key: "worked out from all its rows together" for key in found.together if key in counts
            }
            effects |= _effects(told, found.exact)
            left = left.join(_frame(known), on=KEY, how="anti", maintain_order="left")
            rows.append(_of_rows(delivered))
        if changes is not None and not left.is_empty():
            pairs = _paired(self._asked(edition, left), changes.rows)
            for *cell, cause, count in (
                left.join(pairs, on=["indicator", "period_id"]).group_by(*KEY, "cause").len().iter_rows()
            ):
                counts[_key(cell)][cause] = count
            rows.append(
                _of_rows(changes.rows.drop("indicators").join(pairs.select("row", "indicator"), on="row"))
            )
        versions = dict(figures(self.home, edition).select("indicator", "definition").unique().iter_rows())
        for key, causes in counts.items():
            known_now = self.indicators.get(key[0])
            if known_now is None or version(known_now) != versions.get(key[0]):
                causes[DEFINITION] = 0
            if changes is None:
                causes |= dict.fromkeys(self._removed(edition), 0)
            elif not causes:
                causes[SHARED] = 0
        return Caused(
            causes={
                key: {cause: found_of[cause] for cause in CAUSES if cause in found_of}
                for key, found_of in counts.items()
            },
            rows=pl.concat(rows) if rows else pl.DataFrame(),
            effects=effects,
            accounts=told,
        )

    def _told(self, changed: pl.DataFrame, found: Accounts, known: list[Key]) -> pl.DataFrame:
        """The accounts of the known figures with what became of each row. Of a record that a changed row is behind only
        those rows are told; of any other its own, which a row elsewhere decides over."""
        place = {f"was_{name}": name for name in PLACE}
        at = ["source", *PLACE]
        now = changed.filter(pl.col("cause") != DELETED).select(*at, pl.col("row").alias("changed"))
        was = changed.select("source", *place, pl.col("row").alias("changed")).rename(place)
        mine = found.rows.join(_frame(known), on=KEY, how="semi", maintain_order="left")
        joined = pl.concat(
            [
                mine.filter("is_now").join(now.unique(at), on=at, how="left", maintain_order="left"),
                mine.filter(~pl.col("is_now")).join(was.unique(at), on=at, how="left", maintain_order="left"),
            ]
        )
        record = [*KEY, "side", "record"]
        is_behind = pl.col("changed").is_not_null()
        kept = joined.filter(
            pl.when(is_behind.any().over(record)).then(is_behind).otherwise(pl.col("is_own"))
        )
        said = changed.select(pl.col("row").alias("changed"), "record_key", "cause", "columns", "month", "file_hash",
                              *(pl.col(name).alias(f"{name}_now") for name in PLACE))  # fmt: skip
        all_of = deliveries(self.home)
        months, hashes = (
            {name: each.month for name, each in all_of.items()},
            {name: each.sha256[:12] for name, each in all_of.items()},
        )
        first = pl.int_range(pl.len()).over(record) == 0
        return (
            kept.join(said, on="changed", how="left", maintain_order="left")
            .with_columns(
                *(pl.coalesce(f"{name}_now", name).alias(name) for name in PLACE),
                pl.coalesce("record_key", "record").alias("record_key"),
                pl.col("cause").fill_null(SHARED),
                pl.col("columns").fill_null([]),
                pl.coalesce("month", pl.col("delivery_id").replace_strict(months, default="")).alias("month"),
                pl.coalesce("file_hash", pl.col("delivery_id").replace_strict(hashes, default="")).alias(
                    "file_hash"
                ),
            )
            .sort(
                *record,
                "is_own",
                "source",
                *PLACE,
                descending=[False] * len(record) + [True] + [False] * 4,
                nulls_last=True,
            )
            .with_columns(pl.when(first).then(pl.col("effect")).otherwise(None).alias("effect"))
            .select(*KEY, "side", "effect", "record", *ROW)
        )

    def _asked(self, edition: Edition, wanted: pl.DataFrame) -> pl.DataFrame:
        spans = (
            figures(self.home, edition)
            .select("indicator", "period_id", "period_start", "period_end")
            .unique()
        )
        kinds = {ref: each.kind for ref, each in self.indicators.items()}
        return (
            wanted.select("indicator", "period_id")
            .unique()
            .join(spans, on=["indicator", "period_id"], how="left")
            .with_columns(pl.col("indicator").replace_strict(kinds, default="flow").alias("kind"))
        )

    def _changed(self, edition: Edition) -> RowChanges | None:
        """The rows of the edition's build beside those of this one; None where that build is gone."""
        if edition.build not in self._changes:
            path = path_of(self.home, edition)
            self._changes[edition.build] = (
                RowChanges(path, self.build, deliveries(self.home)) if path.exists() else None
            )
        return self._changes[edition.build]

    def _removed(self, edition: Edition) -> Iterable[str]:
        """Why the edition's build is gone, as far as the ledger tells."""
        gone = Gone(self.home)
        if any(day >= str(edition.on) for day in gone.erased_on.values()):
            yield ERASURE
        if (edition.month, edition.build) in gone.builds:
            yield RETENTION


def _key(cell: Sequence[str]) -> Key:
    ref, period_id, breakdown, category = cell
    return (ref, period_id, breakdown, category)


def _frame(keys: Iterable[Key]) -> pl.DataFrame:
    return pl.DataFrame(list(keys), schema=dict.fromkeys(KEY, pl.String), orient="row")


def _of_rows(lines: pl.DataFrame) -> pl.DataFrame:
    """Each row once, with the refs of the figures that it is behind."""
    return lines.group_by(ROW, maintain_order=True).agg(pl.col("indicator").unique().sort().alias("restated"))


def _effects(told: pl.DataFrame, exact: Iterable[Key]) -> dict[Key, str]:
    """`numerator +2 -1, denominator +1` by figure."""
    whole = told.filter(pl.col("effect").is_not_null()).join(_frame(exact), on=KEY, how="semi")
    sums = whole.group_by(*KEY, "side").agg(
        pl.col("effect").filter(pl.col("effect") > 0).sum().alias("up"),
        pl.col("effect").filter(pl.col("effect") < 0).sum().alias("down"),
    )
    found: dict[Key, list[str]] = {}
    for ref, period_id, breakdown, category, side, up, down in sums.sort(
        *KEY, "side", descending=[False] * 4 + [True]
    ).iter_rows():
        words = " ".join(f"{each:+,.10g}" for each in (round(up, 2), round(down, 2)) if each)
        found.setdefault((ref, period_id, breakdown, category), []).append(f"{side} {words or '0'}")
    return {key: ", ".join(words) for key, words in found.items()}


def _paired(asked: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """Which changed rows may account for which figure: those that its query can be touched by, of its window where any
    of them names a day in it, else those that name no day after it."""
    with database() as connection:
        connection.register("asked", asked)
        connection.register("changed", changed.select("row", "cause", "days", "indicators"))
        return frame(
            connection,
            """
            with touching as (
                select changed.row, changed.cause, unnest(changed.indicators) as indicator, changed.days from changed
            ),
            paired as (
                select asked.indicator, asked.period_id, touching.row, touching.cause,
                    asked.kind = 'flow' and len(list_filter(
                        touching.days, lambda day: day between asked.period_start and asked.period_end
                    )) > 0 as is_inside
                from asked
                join touching on touching.indicator = asked.indicator
                 and (len(touching.days) = 0 or touching.days[1] <= asked.period_end)
            ),
            best as (
                select paired.indicator, paired.period_id, bool_or(paired.is_inside) as has_inside
                from paired group by paired.indicator, paired.period_id
            )
            select paired.indicator, paired.period_id, paired.row, paired.cause
            from paired
            join best on best.indicator = paired.indicator and best.period_id = paired.period_id
            where paired.is_inside or not best.has_inside
            order by paired.indicator, paired.period_id, paired.row""",
        )
