"""Why published figures are different now, and which rows of the agencies' files that is.

Every row that is not as it was has a cause (`changes`). Which of them are behind a figure is told exactly, by what the
figure counts in both builds (`accounts`); where that cannot be asked, or there are more figures than are asked about, as
those that *may* account for it (`possible`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.keeping.gone import Gone
from pipelines.publication.editions import Edition, figures
from pipelines.restating.accounts import accounts
from pipelines.restating.adding_up import KEY
from pipelines.restating.changes import RowChanges
from pipelines.restating.possible import possible
from pipelines.restating.reasons import CAUSES, DEFINITION, ERASURE, RETENTION, SHARED
from pipelines.restating.told import AT, effects, frame_of, key_of_cell, of_rows, told
from scorecards.definition_history import version
from scorecards.indicator import Indicator
from scorecards.restatement import Key

AT_ONCE = 2_000
"""So many figures are asked about at once; what is behind them is held in memory until it is counted."""
MOST_ROWS = 5_000
"""So many lines of what is behind figures are listed; all are counted."""


def path_of(home: Home, edition: Edition) -> Path:
    """The build that was published; it may be gone."""
    return home.builds / edition.month / f"{edition.build}.duckdb"


@dataclass(kw_only=True)
class Caused:
    """`causes` with their numbers of rows by figure, and of which figures these rows are exactly those that account for
    it; `effects` by figure in words, where they are its whole change; `rows` that are behind any of them (ROW, and
    `restated`, the refs of the figures); `accounts`, a line for every row and figure (KEY, side, effect, record and ROW),
    the first of `lines`. `unasked` figures were more than were to be asked about."""

    causes: dict[Key, dict[str, int]]
    exactly: set[Key] = field(default_factory=set)
    effects: dict[Key, str] = field(default_factory=dict)
    rows: list[pl.DataFrame] = field(default_factory=list)
    accounts: list[pl.DataFrame] = field(default_factory=list)
    lines: int = 0
    unasked: int = 0


@dataclass(frozen=True)
class Causes:
    """Why figures of the build, which is now the newest, are not as editions before it had them."""

    home: Home
    build: Path
    indicators: dict[str, Indicator]
    _changes: dict[str, RowChanges | None] = field(default_factory=dict)

    def of(self, edition: Edition, wanted: pl.DataFrame, *, most: int | None = None) -> Caused:
        """Why the figures (KEY) are different: exactly, as far as both builds can be asked, and for no more than `most`
        of them, indicators with few before those with many."""
        keys = wanted.select(KEY).unique(maintain_order=True)
        found = Caused(causes={key_of_cell(cell): {} for cell in keys.iter_rows()})
        changes = self._changed(edition)
        if changes is not None:
            few = keys.sort(pl.len().over("indicator"), "indicator", maintain_order=True)
            asked = few if most is None else few.head(most)
            found.unasked = keys.height - asked.height
            for some in asked.iter_slices(AT_ONCE):
                self._exactly(found, edition, changes.rows, some)
            self._possibly(
                found,
                edition,
                changes.rows,
                keys.join(frame_of(found.exactly), on=KEY, how="anti", maintain_order="left"),
            )
        self._beside_rows(found, edition, is_known=changes is not None)
        return found

    def _exactly(self, found: Caused, edition: Edition, changed: pl.DataFrame, asked: pl.DataFrame) -> None:
        """The figures whose rows can be told, with these."""
        authority = self.home.settings.authority.code
        answer = accounts(path_of(self.home, edition), self.build, asked, self.indicators, authority)
        known = answer.exact | answer.together
        lines = told(answer.rows, frame_of(known), changed, deliveries(self.home))
        delivered = lines.filter(pl.col("delivery_id").is_not_null())
        counts = delivered.group_by(*KEY, "cause").agg(pl.struct("source", *AT).n_unique())
        for *cell, cause, count in counts.iter_rows():
            found.causes[key_of_cell(cell)][cause] = count
        found.exactly |= known
        found.effects |= dict.fromkeys(answer.together, "worked out from all its rows together")
        found.effects |= effects(lines, answer.exact)
        found.rows.append(of_rows(delivered))
        found.accounts.append(lines.head(max(0, MOST_ROWS - found.lines)))
        found.lines += lines.height

    def _possibly(self, found: Caused, edition: Edition, changed: pl.DataFrame, left: pl.DataFrame) -> None:
        """The other figures with the rows that may be behind them."""
        if left.is_empty():
            return
        periods = ["indicator", "period_id"]
        spans = figures(self.home, edition).select(*periods, "period_start", "period_end").unique()
        kinds = {ref: each.kind for ref, each in self.indicators.items()}
        asked = left.select(periods).unique().join(spans, on=periods, how="left")
        answer = possible(
            asked.with_columns(pl.col("indicator").replace_strict(kinds, default="flow").alias("kind")),
            changed,
        )
        for *cell, cause, count in (
            left.join(answer.counts, on=periods).select(*KEY, "cause", "rows").iter_rows()
        ):
            found.causes[key_of_cell(cell)][cause] = count
        found.rows.append(
            of_rows(changed.drop("indicators").join(answer.rows, on="row", maintain_order="left"))
        )

    def _beside_rows(self, found: Caused, edition: Edition, *, is_known: bool) -> None:
        """The causes that are not rows, and all causes in their order."""
        versions = dict(figures(self.home, edition).select("indicator", "definition").unique().iter_rows())
        removed = {} if is_known else dict.fromkeys(self._removed(edition), 0)
        for key, causes in found.causes.items():
            known_now = self.indicators.get(key[0])
            if known_now is None or version(known_now) != versions.get(key[0]):
                causes[DEFINITION] = 0
            causes |= removed
            if is_known and not causes:
                causes[SHARED] = 0
            found.causes[key] = {cause: causes[cause] for cause in CAUSES if cause in causes}

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
