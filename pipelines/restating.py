"""What is known now against what was published, for every period that is still shown.

Officers are told of every published figure that a build has otherwise, with causes and rows; readers of what they were
shown otherwise before. Both rest on the frozen figures; causes and rows need the build that was published, and where
it is gone the report says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.builds import SQL, build_path
from pipelines.database import database, frame, quoted, rows
from pipelines.editions import Edition, editions, figures
from pipelines.home import Home
from pipelines.restating_causes import KEY, ROW, Caused, Causes, path_of
from pipelines.ripening import provisional
from pipelines.row_changes import CAUSES
from scorecards.audience import Audience
from scorecards.figure import SHORTHAND, figure
from scorecards.indicator import Indicator, indicators
from scorecards.period import Month, Quarter
from scorecards.restatement import Account, ChangedRow, Key, Restated, Restatements, key_of, order
from scorecards.value import COLUMNS, NOT_APPLICABLE, OK, WITHHELD, Value, Values

MOST_ROWS = 5_000
"""So many changed rows are listed; the count is of all."""


@dataclass(frozen=True)
class Restating:
    """A build held against the editions before it. `build` is its file, `audiences` are all of the home."""

    home: Home
    build: Path
    audiences: dict[str, Audience]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by ref."""
        return {each.ref: each for each in indicators(SQL, self.home.settings.overlay)}

    @cached_property
    def now(self) -> pl.DataFrame:
        """The build's figures of this authority."""
        return _figures(self.build, self.home.settings.authority.code)

    @cached_property
    def provisional(self) -> frozenset[tuple[str, str]]:
        """Indicator and period of every figure of which much is still being recorded."""
        code = self.home.settings.authority.code
        return frozenset(provisional(self.build, self.indicators.values(), code).iter_rows())

    @cached_property
    def _ever(self) -> pl.DataFrame:
        """Every figure of every edition that was not withheld, oldest first, with the edition in words."""
        frames = [
            self._frozen(each).with_columns(pl.lit(each.name).alias("edition"))
            for each in editions(self.home)
        ]
        return pl.concat(frames).filter(pl.col("state") != WITHHELD) if frames else pl.DataFrame()

    def first_shown(self, audience: str, shown: Values) -> dict[Key, tuple[Value, str]]:
        """What the audience was first shown of these figures, numbers and marks but [c], with the edition in words."""
        if self._ever.is_empty() or not shown.rows:
            return {}
        wanted = pl.DataFrame([key_of(row) for row in shown.rows], schema=list(KEY), orient="row")
        first = (
            _of(self._ever, audience)
            .join(wanted, on=list(KEY), how="semi", maintain_order="left")
            .unique(subset=list(KEY), keep="first", maintain_order=True)
        )
        names = {tuple(row): name for *row, name in first.select(*KEY, "edition").iter_rows()}
        return {key_of(row): (row, names[key_of(row)]) for row in Values.from_frame(first).rows}

    def why(self, changed: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
        """The causes of changed figures, given as indicator, period and the edition in words, by indicator and period."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        wanted = pl.DataFrame(
            sorted(set(changed)), schema=["indicator", "period_id", "edition"], orient="row"
        ).with_columns(pl.lit("").alias("breakdown"), pl.lit("").alias("category"))
        for edition in editions(self.home):
            mine = wanted.filter(pl.col("edition") == edition.name)
            if not mine.is_empty():
                causes = self._causes.of(edition, mine, is_exact=False).causes
                found |= {key[:2]: tuple(counts) for key, counts in causes.items()}
        return found

    @cached_property
    def _causes(self) -> Causes:
        return Causes(self.home, self.build, self.indicators)

    def report(self, month: Month, *, is_exact: bool = True) -> Restatements:
        """Everything published last that the build, which is of `month`, has otherwise; with the rows that account for
        each figure, or where not `is_exact`, in a fraction of the time, those that may."""
        held = [
            each
            for each in _standing(self.home)
            if Quarter.parse(each.quarter, self.home.settings.year_start).last_month <= month
        ]
        published = self._published(held)
        both = self._beside_now(published)
        known = both.filter((pl.col("state") != WITHHELD) & pl.col("state_now").is_not_null())
        differing = known.filter(
            pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in _COMPARED)
        )
        lines, found = self._lines(differing, held, is_exact)
        rows, told = (
            _together(found, "rows", ROW),
            _together(found, "accounts", (*KEY, "side", "record", *ROW)),
        )
        return Restatements(
            partnership_name=self.home.settings.name,
            is_made_up=self.home.settings.is_made_up,
            month=month,
            build_id=self.build.stem,
            compared=tuple(each.name for each in held),
            published=known.height,
            figures=tuple(sorted(lines, key=order)),
            rows=tuple(_row(row) for row in rows.head(MOST_ROWS).iter_rows(named=True)),
            rows_in_all=rows.height,
            accounts=tuple(_account(row) for row in told.head(MOST_ROWS).iter_rows(named=True)),
            accounts_in_all=told.height,
            is_exact=is_exact,
            causes=CAUSES,
            notes=tuple(self._notes(held, both)),
        )

    def _beside_now(self, published: pl.DataFrame) -> pl.DataFrame:
        """The published figures with what the build has. A category that occurs nowhere any more is counted as none."""
        now = self.now.select(*KEY, *_RESULT)
        both = published.join(now, on=list(KEY), how="left", suffix="_now")
        counted = now.select("indicator", "period_id", pl.lit(True).alias("is_counted")).unique()
        none = (
            pl.col("state_now").is_null()
            & (pl.col("breakdown") != "")
            & pl.col("is_counted").fill_null(False)
        )
        is_share = pl.col("denominator").is_not_null()
        nought = pl.lit(0, pl.Decimal(18, 2))
        gone = {
            "numerator_now": nought,
            "denominator_now": pl.when(is_share).then(nought),
            "value_now": pl.when(~is_share).then(pl.lit(0.0)),
            "state_now": pl.when(is_share).then(pl.lit(NOT_APPLICABLE)).otherwise(pl.lit(OK)),
        }
        return both.join(counted, on=["indicator", "period_id"], how="left").with_columns(
            pl.when(none).then(words).otherwise(pl.col(name)).alias(name) for name, words in gone.items()
        )

    def _lines(
        self, differing: pl.DataFrame, held: list[Edition], is_exact: bool
    ) -> tuple[list[Restated], list[Caused]]:
        """A line for every figure, with its causes, and what is known of the rows behind them."""
        lines, found = [], []
        for number, edition in enumerate(held):
            mine = differing.filter(pl.col("edition") == number)
            if mine.is_empty():
                continue
            caused = self._causes.of(edition, mine.select(KEY).unique(maintain_order=True), is_exact=is_exact)
            found.append(caused)
            lines += [self._line(row, edition, caused) for row in mine.iter_rows(named=True)]
        return lines, found

    def _line(self, row: dict[str, Any], edition: Edition, caused: Caused) -> Restated:
        key = (row["indicator"], row["period_id"], row["breakdown"], row["category"])
        counts = caused.causes.get(key, {})
        was = Value(**{name: row[name] for name in COLUMNS})
        now = Value(**{name: row.get(f"{name}_now", row[name]) for name in COLUMNS})
        known = self.indicators.get(was.indicator)
        usual, then = figure(now), figure(was)
        places = usual.places + (usual.number is not None and usual.number == then.number)
        return Restated(
            indicator=was.indicator,
            title=known.title if known else was.indicator,
            period_id=was.period_id,
            breakdown=was.breakdown,
            category=was.category,
            was=figure(was, places) if then.number is not None else then,
            now=figure(now, places) if usual.number is not None else usual,
            edition=edition.name,
            why=tuple(counts),
            rows=sum(counts.values()),
            effect=caused.effects.get(key, ""),
            shown_as=SHORTHAND[WITHHELD][0] if row["was_withheld"] else "",
        )

    def _published(self, held: list[Edition]) -> pl.DataFrame:
        """The newest published form of every figure: what was printed unrounded, or where only marks were printed what
        the published build has, if it is still there."""
        frames = []
        for number, edition in enumerate(held):
            whole = [name for name, each in self.audiences.items() if each.tier.round_to == 1]
            frozen = self._frozen(edition).filter(
                pl.col("audiences").str.split(" ").list.eval(pl.element().is_in(whole)).list.any()
            )
            best = frozen.sort(pl.col("state") == WITHHELD, maintain_order=True).unique(
                subset=list(KEY), keep="first", maintain_order=True
            )
            frames.append(self._opened(edition, best).with_columns(pl.lit(number, pl.Int64).alias("edition")))
        if not frames:
            return pl.DataFrame(schema=_SCHEMA)
        return (
            pl.concat(frames).unique(subset=list(KEY), keep="last", maintain_order=True).select(list(_SCHEMA))
        )

    def _opened(self, edition: Edition, frozen: pl.DataFrame) -> pl.DataFrame:
        """The figures with the numbers behind the marks [c], where the published build can still say them."""
        hidden = pl.col("state") == WITHHELD
        marked = frozen.with_columns(hidden.alias("was_withheld"))
        path = path_of(self.home, edition)
        if not path.exists() or not frozen.select(hidden.any()).item():
            return marked
        then = _figures(path, self.home.settings.authority.code).select(*KEY, *_RESULT)
        joined = marked.join(then, on=list(KEY), how="left", suffix="_then", maintain_order="left")
        return joined.with_columns(
            pl.when(hidden).then(pl.col(f"{name}_then")).otherwise(pl.col(name)).alias(name)
            for name in _RESULT
        ).with_columns(pl.col("state").fill_null(WITHHELD))

    def _frozen(self, edition: Edition) -> pl.DataFrame:
        code = self.home.settings.authority.code
        return figures(self.home, edition).filter(pl.col("authority") == code)

    def _notes(self, held: list[Edition], both: pl.DataFrame) -> Iterable[str]:
        for edition in held:
            if not path_of(self.home, edition).exists():
                yield (
                    f"The build behind {edition.name} is not kept any more: causes and rows cannot be told, and what was "
                    "withheld cannot be compared."
                )
        gone = both.filter(pl.col("state_now").is_null()).height
        if gone:
            yield f"{gone:,} published figures are of indicators or periods that are not counted any more."


_RESULT = ("numerator", "denominator", "value", "state")
_COMPARED = ("numerator", "denominator", "state")
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(COLUMNS, pl.String),
    "period_start": pl.Date,
    "period_end": pl.Date,
    "numerator": pl.Decimal(18, 2),
    "denominator": pl.Decimal(18, 2),
    "value": pl.Float64,
    "was_withheld": pl.Boolean,
    "edition": pl.Int64,
}


def restatements(
    home: Home, month: Month, audiences: dict[str, Audience], *, is_exact: bool = True
) -> Restatements:
    """The report of the month's newest build. Raises NoBuild."""
    return Restating(home, build_path(home, month), audiences).report(month, is_exact=is_exact)


def _standing(home: Home) -> list[Edition]:
    """The editions that stand, in the order in which they were published."""
    last = {each.quarter: each.number for each in editions(home)}
    return [each for each in editions(home) if each.withdrawal is None and each.number == last[each.quarter]]


def _figures(build: Path, authority: str) -> pl.DataFrame:
    """The figures of an authority, or of a region that a build is of."""
    told = "select table_name from information_schema.tables where table_name = 'region_value'"
    query = f"select {', '.join(COLUMNS)} from {{}} where authority = {quoted(authority)}"
    with database(build, read_only=True) as connection:
        tables = ["scorecard.value", *("scorecard.region_value" for _ in rows(connection, told))]
        return frame(connection, " union all ".join(query.format(table) for table in tables))


def _of(frozen: pl.DataFrame, audience: str) -> pl.DataFrame:
    return frozen.filter(pl.col("audiences").str.split(" ").list.contains(audience))


def _together(found: Iterable[Caused], name: str, at: Sequence[str]) -> pl.DataFrame:
    """The frames of several editions as one, each line once."""
    frames = [frame for each in found if not (frame := getattr(each, name)).is_empty()]
    return pl.concat(frames).unique(subset=list(at), maintain_order=True) if frames else pl.DataFrame()


def _row(row: dict[str, Any]) -> ChangedRow:
    return ChangedRow(**_place(row), indicators=tuple(row["restated"] or ()))


def _account(row: dict[str, Any]) -> Account:
    cell: dict[str, Any] = {name: str(row[name]) for name in (*KEY, "side", "record")}
    return Account(**_place(row), **cell, effect=row["effect"])


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": str(row["source"] or ""),
        "record_key": str(row["record_key"] or ""),
        "cause": str(row["cause"]),
        "columns": tuple(row["columns"] or ()),
        "month": str(row["month"] or ""),
        "delivery": str(row["delivery_id"] or ""),
        "file_hash": str(row["file_hash"] or ""),
        "sheet_number": int(row["sheet_number"] or 0),
        "row_number": int(row["row_number"] or 0),
    }
