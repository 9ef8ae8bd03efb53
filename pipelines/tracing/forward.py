"""One row of a delivered file walked forward: the core rows made of it, the figures that count these, and why others
that read the same tables do not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import polars as pl

from pipelines.audit import note
from pipelines.builds import SQL, build_path
from pipelines.database import database, frame, quoted, rows
from pipelines.figures.values import asked_query
from pipelines.home import Home
from pipelines.questions.answers import NotAsked
from pipelines.tracing.counted import SIDES, cells
from pipelines.tracing.fate import Fate, delivered_as, fates
from pipelines.tracing.origins import keys_of, made_into
from scorecards.core_table import CoreTable, core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.lineage.conditions import Condition, conditions
from scorecards.lineage.contributions import LOOKED_UP, TABLE, traced
from scorecards.period import Month

CELLS: dict[str, Any] = {
    "ref": pl.String,
    "side": pl.String,
    "period_id": pl.String,
    "breakdown": pl.String,
    "category": pl.String,
}
"""The columns of the cells that a row is counted in. Of figures whose longer windows follow from the months, only the
months."""


@dataclass(frozen=True, kw_only=True)
class Forward:
    """A row's way: its fate, the core rows `made` of it (table, record), the cells that count them (CELLS), and for every
    other indicator that reads those tables why not."""

    fate: Fate
    build: str = ""
    made: list[tuple[str, str]] = field(default_factory=list)
    counted: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELLS))
    left_out: dict[str, str] = field(default_factory=dict)


def forward(
    home: Home, file: str, row_number: int, *, sheet: int | None = None, ref: str | None = None
) -> list[Forward]:
    """What became of a row of a file, in every delivery of it; of one indicator when `ref` is given. Raises NotAsked."""
    path = build_path(home)
    core = core_tables(SQL)
    known = indicators(SQL, home.settings.overlay)
    if ref is not None and ref not in {each.ref for each in known}:
        raise NotAsked("Expected the ref of an indicator; found none like it.")
    asked = [each for each in known if ref in (None, each.ref)]
    found = []
    with database(path, read_only=True) as connection:
        for delivery in delivered_as(home, file):
            for fate in fates(home, connection, Month.parse(path.parent.name), delivery, sheet, row_number):
                found.append(
                    Forward(fate=fate)
                    if fate.row is None
                    else _followed(connection, core, asked, fate, path.stem)
                )
    note(
        home, "trace file", build=path.stem, file=found[0].fate.delivery.sha256, records=len(found),
        figures=sum(each.counted["ref"].n_unique() for each in found),
    )  # fmt: skip
    return found


def _followed(
    connection: Any, core: Sequence[CoreTable], known: Sequence[Indicator], fate: Fate, build: str
) -> Forward:
    assert fate.row is not None
    tables = [fate.source]
    reached = [fate.row]
    own: list[int] = []
    for table in core:
        if fate.source in table.rows and set(table.tables) & {tables[row // TABLE] for row in reached}:
            made = made_into(connection, table, pl.Series(reached, dtype=pl.Int64), tables)["place"].to_list()
            own += made
            reached += made
    keys = keys_of(connection, pl.Series(own, dtype=pl.Int64), tables, core)
    names = sorted({tables[row // TABLE] for row in own})
    counted, left_out = [pl.DataFrame(schema=CELLS)], {}
    for indicator in known:
        if not set(indicator.tables) & set(names):
            continue
        here = _cells(connection, indicator, own, list(tables))
        counted.append(here)
        if "numerator" in here["side"].to_list():
            continue
        if not here.is_empty():
            left_out[indicator.ref] = "counted in the denominator, but not in the numerator"
        elif not _cells(connection, indicator, [row | LOOKED_UP for row in own], list(tables)).is_empty():
            left_out[indicator.ref] = "not counted itself: looked up beside what is counted"
        else:
            left_out[indicator.ref] = _why_not(connection, indicator, own, tables)
    return Forward(
        fate=fate,
        build=build,
        made=[(tables[row // TABLE], record) for row, record in keys.sort("row").rows()],
        counted=pl.concat(counted),
        left_out=left_out,
    )


def _cells(connection: Any, indicator: Indicator, own: list[int], tables: list[str]) -> pl.DataFrame:
    """The cells of an indicator that count any of some rows."""
    windows = "window_name = 'month'" if indicator.additive else "window_name in ('month', 'quarter', 'year')"
    found = traced(asked_query(indicator), asked={"reference.period": windows}, tables=tables)
    wanted = f"[{', '.join(map(str, own))}]"
    parts = [
        f"""select {quoted(indicator.ref)} as ref, {quoted(side)} as side, period_id, breakdown, category from cell
        where list_has_any(flatten(list_transform(_of_{side}, lambda each: each.rows)), {wanted})"""
        for side in SIDES
        if side in found.counted
    ]
    if not parts:
        return pl.DataFrame(schema=CELLS)
    return frame(
        connection, f"with cell as ({cells(indicator, found)}) {' union all '.join(parts)} order by all"
    )


def _why_not(connection: Any, indicator: Indicator, own: list[int], tables: list[str]) -> str:
    """The conditions that no row of ours meets, in the query's own words, which hold no record's value."""
    failing = []
    for table in sorted({tables[row // TABLE] for row in own} & set(indicator.tables)):
        places = ", ".join(str(row % TABLE) for row in own if tables[row // TABLE] == table)
        failing += [
            each.sql for each in conditions(indicator.sql, table) if not _holds(connection, each, places)
        ]
    if failing:
        return f"not met: {'; '.join(dict.fromkeys(failing))}"
    return "each condition on the row by itself is met, but no window counts it"


def _holds(connection: Any, condition: Condition, places: str) -> bool:
    window = f"cross join reference.period as {condition.window}" if condition.window else ""
    try:
        return bool(
            rows(
                connection,
                f"""select coalesce(bool_or({condition.sql}), false) from {condition.table} as {condition.alias} {window}
                where {condition.alias}.rowid in ({places})""",
            )[0][0]
        )
    except duckdb.Error:  # a condition that cannot stand alone tells nothing
        return True
