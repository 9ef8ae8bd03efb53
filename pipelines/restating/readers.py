"""What readers are told of figures that they were shown otherwise before, and of those that are still being recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.builds import SQL
from pipelines.figures.ripening import provisional
from pipelines.home import Home
from pipelines.publication.editions import editions
from pipelines.restating.adding_up import KEY
from pipelines.restating.causes import Causes
from pipelines.restating.standing import frozen
from scorecards.indicator import Indicator, indicators
from scorecards.restatement import Key, key_of
from scorecards.value import WITHHELD, Value, Values


@dataclass(frozen=True)
class ForReaders:
    """A build, by its file, beside the editions before it."""

    home: Home
    build: Path

    @cached_property
    def provisional(self) -> frozenset[tuple[str, str]]:
        """Indicator and period of every figure of which much is still being recorded."""
        code = self.home.settings.authority.code
        return frozenset(provisional(self.build, self._indicators.values(), code).iter_rows())

    def first_shown(self, audience: str, shown: Values) -> dict[Key, tuple[Value, str]]:
        """What the audience was first shown of these figures, numbers and marks but [c], with the edition in words."""
        if self._ever.is_empty() or not shown.rows:
            return {}
        wanted = pl.DataFrame([key_of(row) for row in shown.rows], schema=list(KEY), orient="row")
        first = (
            self._ever.filter(pl.col("audiences").str.split(" ").list.contains(audience))
            .join(wanted, on=list(KEY), how="semi", maintain_order="left")
            .unique(subset=list(KEY), keep="first", maintain_order=True)
        )
        names = {tuple(row): name for *row, name in first.select(*KEY, "edition").iter_rows()}
        return {key_of(row): (row, names[key_of(row)]) for row in Values.from_frame(first).rows}

    def why(self, changed: Iterable[tuple[Key, str]]) -> dict[Key, tuple[str, ...]]:
        """The causes of changed figures, given with the edition in words."""
        wanted = pl.DataFrame(
            sorted({(*key, edition) for key, edition in changed}), schema=[*KEY, "edition"], orient="row"
        )
        found: dict[Key, tuple[str, ...]] = {}
        causes = Causes(self.home, self.build, self._indicators)
        for edition in editions(self.home):
            mine = wanted.filter(pl.col("edition") == edition.name)
            if not mine.is_empty():
                found |= {key: tuple(each) for key, each in causes.of(edition, mine).causes.items()}
        return found

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {each.ref: each for each in indicators(SQL, self.home.settings.overlay)}

    @cached_property
    def _ever(self) -> pl.DataFrame:
        """Every figure of every edition that was not withheld, oldest first, with the edition in words."""
        frames = [
            frozen(self.home, each).with_columns(pl.lit(each.name).alias("edition"))
            for each in editions(self.home)
        ]
        return pl.concat(frames).filter(pl.col("state") != WITHHELD) if frames else pl.DataFrame()
