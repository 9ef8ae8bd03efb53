"""Over a whole made-up partnership: every cell is counted again from its rows, and those rows alone decide it."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.builds import SQL
from pipelines.database import database, quoted, rows
from pipelines.figures.values import asked_query, cell_columns
from pipelines.tracing.counted import cells, counted
from scorecards.indicator import Indicator, indicators
from scorecards.lineage.contributions import TABLE, traced
from scorecards.lineage.counting import MEDIAN
from scorecards.reference_table import LEDGER_TABLES
from scorecards.value import COLUMNS, Value
from tests import made_up_partnership

pytestmark = pytest.mark.slow
SEED = 0
INDICATORS = indicators(SQL)
CHOSEN = random.Random(20230331)
WINDOWS = 14


@pytest.fixture(scope="module")
def build() -> Path:
    return made_up_partnership.built(SEED, made_up_partnership.LAST)


@pytest.fixture(scope="module")
def connection(build: Path) -> Iterator[Any]:
    with database(reaches=[build.parent]) as opened:
        opened.execute(f"attach {quoted(str(build))} as built (read_only)")
        opened.execute("use built")
        yield opened


@pytest.mark.keeps("P3")
def test_every_cell_of_many_windows_is_counted_again(connection: Any) -> None:
    """Every indicator and every breakdown, in windows drawn by chance: thousands of cells."""
    every = [name for (name,) in rows(connection, "select period_id from reference.period order by 1")]
    looked = 0
    for indicator in INDICATORS:
        windows = ", ".join(map(quoted, CHOSEN.sample(every, WINDOWS)))
        found = traced(asked_query(indicator), asked={"reference.period": f"period_id in ({windows})"})
        again = ", ".join(
            f"list_aggregate(list_transform(_of_{side}, lambda each: each.weight), {quoted(_how(how))}) as {side}"
            for side, how in found.counted.items()
        )
        query = f"""select counted.numerator, counted.denominator, again.* from (
                select authority, period_id, breakdown, category, {again} from ({cells(indicator, found)}) as cell
            ) as again
            full join (select * from scorecard.counted as counted
                where counted.indicator = {quoted(indicator.ref)} and counted.period_id in ({windows})) as counted
            on (again.authority, again.period_id, again.breakdown, again.category)
             = (counted.authority, counted.period_id, counted.breakdown, counted.category)"""
        for stored_numerator, stored_denominator, *cell in rows(connection, query):
            looked += 1
            stored = {"numerator": stored_numerator, "denominator": stored_denominator}
            for side, total in zip(found.counted, cell[4:], strict=True):
                assert float(total or 0) == pytest.approx(float(stored[side] or 0), abs=0.0051), (
                    indicator.ref,
                    *cell[1:4],
                    side,
                )
    assert looked > 5000


def _how(how: str) -> str:
    return "median" if how == MEDIAN else "sum"


def test_the_rows_counted_decide_the_figure(build: Path, connection: Any) -> None:
    """A cell of some indicators, drawn by chance: with nothing but its rows in the tables the indicator's own query comes
    to the same number, and without those of its numerator to nothing."""
    with database(reaches=[build.parent]) as other:
        other.execute(f"attach {quoted(str(build))} as built (read_only)")
        for path in sorted((SQL / "macros").glob("*.sql")):
            other.execute(path.read_text(encoding="utf-8"))
        for indicator in CHOSEN.sample(INDICATORS, 35):
            value = _some_cell(connection, indicator)
            if value is None:
                continue
            found = counted(connection, indicator, value)
            lines = found.by_row
            everything, numerator = (
                {(line["table"], line["row"] % TABLE) for line in part.iter_rows(named=True)}
                for part in (lines, lines.filter(lines["side"] == "numerator"))
            )
            _keep(other, indicator, everything, are_kept=True)
            assert _asked(other, indicator, value) == pytest.approx(_numbers(value), abs=0.0051), (
                indicator.ref
            )
            # another row steps into the place of one that is left out, or is counted for want of it
            if any(words in indicator.sql for words in ("row_number()", "lag(", "held.child_id is null")):
                continue
            _keep(other, indicator, numerator, are_kept=False)
            assert not _asked(other, indicator, value)[0], indicator.ref


def _keep(other: Any, indicator: Indicator, chosen: set[tuple[str, int]], *, are_kept: bool) -> None:
    """The tables that a query reads, with only some of the rows that are counted, or without them."""
    for table in {*indicator.tables, "reference.month"}:
        places = ", ".join(str(row) for name, row in sorted(chosen) if name == table) or "-1"
        is_fact = table.startswith("reference.") and table not in LEDGER_TABLES
        some = "" if is_fact else f"where rowid {'in' if are_kept else 'not in'} ({places})"
        other.execute(f"create schema if not exists {table.split('.')[0]}")
        other.execute(f"create or replace view {table} as select * from built.{table} {some}")


def _numbers(value: Value) -> tuple[float, float]:
    return float(value.numerator or 0), float(value.denominator or 0)


def _asked(other: Any, indicator: Indicator, value: Value) -> tuple[float, float]:
    denominator = "denominator" if indicator.has_denominator else "null"
    query = f"""select numerator, {denominator} from (
            select {cell_columns(indicator)}, numerator, {denominator} as denominator from ({asked_query(indicator)}) as c)
        where (authority, period_id, breakdown, category) = (?, ?, ?, ?)"""
    cell = [value.authority, value.period_id, value.breakdown, value.category]
    found = rows(other, query, cell) or [(0, 0)]
    return float(found[0][0] or 0), float(found[0][1] or 0)


def _some_cell(connection: Any, indicator: Indicator) -> Value | None:
    query = f"""select {", ".join(COLUMNS)} from scorecard.value
        where indicator = ? and state in ('ok', 'impossible') and numerator > 0 order by all"""
    found = rows(connection, query, [indicator.ref])
    return Value(**dict(zip(COLUMNS, CHOSEN.choice(found), strict=True))) if found else None
