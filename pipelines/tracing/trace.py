"""One figure walked back: definition, query, the core rows counted, the rows delivered, the files and their bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.audit import note
from pipelines.builds import SQL
from pipelines.database import database, rows
from pipelines.figures.completing import needs
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.publication.editions import Edition
from pipelines.questions.answers import NotAsked
from pipelines.roles import OPERATIONAL, RESTRICTED, refuse_unless
from pipelines.tracing.asking import sum_words
from pipelines.tracing.cell import Asked, indicator_of, value_of, version_of
from pipelines.tracing.counted import SIDES, Counted, counted
from pipelines.tracing.originals import Original, originals, references_of
from pipelines.tracing.origins import delivered, keys_of, origins
from pipelines.tracing.shown import Shown, build_of, shown
from scorecards.core_table import CoreTable, core_tables
from scorecards.definition_history import Version
from scorecards.indicator import Indicator
from scorecards.query import tables_read
from scorecards.reference_table import LEDGER_TABLES
from scorecards.value import NOT_SUPPLIED, Value

LINES = ("side", "place", "weight", "row", "is_own", "table", "record")
_WINDOWS = {"reference.period", "reference.month", "reference.calendar"}
_HALF = 0.00500001
"""Stored counts have two decimals."""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A figure and everything that it rests on.

    `lines` are the core rows counted (columns LINES; `record` is the row's key, a pseudonym; what is not `is_own` was only
    looked up); `places` are the delivered
    rows behind them (row, origin, table, delivery_id, sheet_number, row_number, and whether the row `is_own`, or was
    only looked up); `stored` is what the build counted, by side; `read_beside` are the reference tables whose facts
    stand in the figure too; `lacking` are the sources and months without which it is not supplied; `references` are
    real ones, by delivery, sheet and row.
    """

    value: Value
    indicator: Indicator
    version: Version | None
    build: str
    month: str
    stored: dict[str, float | None]
    counted: Counted
    lines: pl.DataFrame
    places: pl.DataFrame
    files: list[Original]
    deliveries: dict[str, Delivery]
    read_beside: tuple[str, ...]
    lacking: tuple[tuple[str, str], ...] = ()
    shown: Shown | None = None
    references: dict[tuple[str, int, int], dict[str, str]] = field(default_factory=dict)

    def agrees(self, side: str) -> bool:
        """Whether counting the rows again comes to the figure; True for a side that counts no rows."""
        again, stored = self.counted.total(side), self.stored[side]
        if side not in self.counted.sides:
            return True
        return abs((again or 0) - (stored or 0)) <= _HALF

    @property
    def is_sound(self) -> bool:
        """Whether the count agrees and every file that was looked at is as it came."""
        return all(map(self.agrees, SIDES)) and all(each.is_sound for each in self.files)


def trace(
    home: Home,
    asked: Asked,
    *,
    audience: str | None = None,
    edition: Edition | None = None,
    build: Path | None = None,
    is_read_again: bool = False,
    with_references: bool = False,
) -> Trace:
    """The trace of a figure: of the newest build, or of the `edition` (as it was shown to an audience or to any) or
    `build` that is given.

    `is_read_again` reads the files behind it again and compares the rows; `with_references` adds the supplier's own
    identifiers. Both need the restricted role. Raises NotAsked, NoBuild and NotYourRole.
    """
    refuse_unless(home, OPERATIONAL, "the rows behind a figure")
    if is_read_again or with_references:
        refuse_unless(home, RESTRICTED, "the delivered files themselves")
    home = of_authority(home, asked)
    authority = home.settings.authority.code
    indicator = indicator_of(home.settings, asked.ref)
    was_shown = shown(home, edition, asked, authority, audience) if edition else None
    path = build or build_of(home, edition)
    known = deliveries(home)
    core = core_tables(SQL)
    with asked_of(path) as connection:
        value = value_of(connection, asked, authority)
        found = counted(connection, indicator, value)
        by_row = found.by_row
        edges = origins(connection, core, by_row["row"], found.tables)
        own = {table.name: table.rows for table in core}
        places = _places(connection, edges, found.tables, own)
        keys = keys_of(connection, by_row["row"], found.tables, core)
        files = originals(home, connection, places, known, is_read_again=is_read_again)
        stored = _stored(connection, value)
        lacking = _lacking(connection, indicator, value, core) if value.state == NOT_SUPPLIED else ()
    note(
        home, "trace", ref=asked.ref, period=value.period_id.partition(":")[2], window=value.window_name, build=path.stem,
        rows=by_row.height, references=with_references,
    )  # fmt: skip
    return Trace(
        value=value,
        indicator=indicator,
        version=version_of(indicator),
        build=path.stem,
        month=path.parent.name,
        stored=stored,
        counted=found,
        lines=by_row.join(keys, on="row", how="left", maintain_order="left").select(*LINES),
        places=places,
        files=files,
        deliveries=known,
        read_beside=tuple(
            name
            for name in tables_read(indicator.sql)
            if name.startswith("reference.") and name not in _WINDOWS and name not in LEDGER_TABLES
        ),
        lacking=lacking,
        shown=was_shown,
        references=_references(home, places, known) if with_references else {},
    )


def of_authority(home: Home, asked: Asked) -> Home:
    """The home as the authority has it whose figure is asked for. Raises NotAsked in a region where none is named."""
    if not home.settings.is_region:
        return home
    if not asked.authority:
        raise NotAsked(
            f"Expected the authority whose figure is asked for: {sum_words(home, asked)} Name one with --authority."
        )
    return home.of(asked.authority)


@contextmanager
def asked_of(path: Path) -> Iterator[Any]:
    """A build, opened to be asked by today's queries. Raises NotAsked for one that these do not fit."""
    import duckdb

    with database(path, read_only=True) as connection:
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException):
            raise NotAsked(
                "Expected a build that today's queries can be asked of; found one of another version. Refresh the month, "
                "or for a published figure trace with the version that published it."
            ) from None


def _places(
    connection: Any, edges: pl.DataFrame, tables: list[str], own: dict[str, tuple[str, ...]]
) -> pl.DataFrame:
    """Where the rows behind were delivered; a row's own are those without which it would not be there."""
    at = edges.join(delivered(connection, edges["origin"], tables), on="origin", maintain_order="left")
    names = pl.Series(tables, dtype=pl.String)
    of = names.gather(at["row"] // (1 << 40)).to_list()
    is_own = [
        is_own and table in own.get(name, (table,))
        for is_own, name, table in zip(at["is_own"], of, at["table"], strict=True)
    ]
    order = ["row", "is_own", "table", "delivery_id", "sheet_number", "row_number"]
    return at.with_columns(pl.Series("is_own", is_own, dtype=pl.Boolean)).sort(
        order, descending=[False, True, False, False, False, False]
    )


def _stored(connection: Any, value: Value) -> dict[str, float | None]:
    """What the build counted, before anything was made of a figure that was not supplied."""
    query = """select numerator, denominator from scorecard.counted
        where authority = ? and indicator = ? and period_id = ? and breakdown = ? and category = ?"""
    cell = [value.authority, value.indicator, value.period_id, value.breakdown, value.category]
    found = rows(connection, query, cell) or [(0, None)]
    return {
        side: None if number is None else float(number) for side, number in zip(SIDES, found[0], strict=True)
    }


def _lacking(
    connection: Any, indicator: Indicator, value: Value, core: list[CoreTable]
) -> tuple[tuple[str, str], ...]:
    """The months of the window for which a source that the figure needs is not in force."""
    sources, _ = needs(indicator, {table.name: table for table in core})
    query = """select needed.source, strftime(month.start_date, '%Y-%m')
        from (select unnest($1) as source) as needed
        cross join reference.month as month
        anti join reference.delivery as delivery
          on delivery.authority = $2 and delivery.source = needed.source and delivery.month_start = month.start_date
        where month.start_date <= $4 and month.start_date >= case when $5 then date_trunc('month', $4) else $3 end
        order by all"""
    window = [value.period_start, value.period_end, indicator.kind == "snapshot"]
    return tuple(rows(connection, query, [sources, value.authority, *window]))


def _references(
    home: Home, places: pl.DataFrame, known: dict[str, Delivery]
) -> dict[tuple[str, int, int], dict[str, str]]:
    found = {}
    for (name,), here in places.drop_nulls("delivery_id").group_by("delivery_id"):
        delivery = known.get(str(name))
        if delivery is not None:
            at = here.select("sheet_number", "row_number").unique().rows()
            found.update(
                {
                    (delivery.delivery_id, *place): said
                    for place, said in references_of(home, delivery, at).items()
                }
            )
    return found
