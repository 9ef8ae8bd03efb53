"""Counting: each indicator's one query, asked for every window, and what it counted."""

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import duckdb

from pipelines.database import frame, lent, quoted
from pipelines.side_by_side import side_by_side
from scorecards.indicator import Indicator
from scorecards.query import columns_read
from scorecards.reference_table import COUNTED

if TYPE_CHECKING:
    import polars as pl


def make_value_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables that counting fills."""
    connection.execute("create schema if not exists scorecard")
    columns = ", ".join(f"{name} {kind}" for name, kind in COUNTED.items())
    connection.execute(f"create table if not exists scorecard.counted ({columns})")
    # a name of seven marks is grouped by as if it were a number
    connection.execute(
        "create table if not exists reference.month as select * replace (right(period_id, 7) as period_id) "
        "from reference.period where window_name = 'month'"
    )


def count_indicators(
    connection: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator]
) -> dict[str, int]:
    """Run each indicator's one query for every window and keep its counts; the number of result rows by ref.

    Raises UnreadableSqlFile for a query that is not understood, which is told before any row is read.
    """
    queries = {each.ref: partial(_counted, indicator=each) for each in indicators}
    kept = dict.fromkeys(queries, 0)
    for ref, counted in side_by_side(connection, queries):
        with lent(connection, "counted", counted):
            connection.execute("insert into scorecard.counted by name from counted")
        kept[ref] = counted.height
    return kept


def _counted(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> "pl.DataFrame":  # noqa: RET503
    try:
        return frame(connection, counted_query(indicator))
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as wrong:
        found = str(wrong).splitlines()[0]
    indicator.file.refuse("a query that the build's tables can answer", found, "correct it")


def counted_query(indicator: Indicator) -> str:
    """The rows of `scorecard.counted` of one indicator, as one query."""
    denominator = _hundredths("denominator") if indicator.has_denominator else "cast(null as decimal(18, 2))"
    return f"""select
            {cell_columns(indicator)}, {quoted(indicator.ref)} as indicator,
            {_hundredths("numerator")} as numerator,
            {denominator} as denominator
        from ({asked_query(indicator)}) as counted"""


def _hundredths(column: str) -> str:
    """A count, or a wait, in hundredths. By way of more places, because engines disagree on which side of a half the
    floating-point number nearest to it lies."""
    return f"cast(round(cast({column} as decimal(24, 6)), 2) as decimal(18, 2))"


def cell_columns(indicator: Indicator) -> str:
    """What tells one cell of an indicator's result from another: authority, window, breakdown and category."""
    names = indicator.breakdowns
    if not names:
        return "authority, period_id, '' as breakdown, '' as category"
    breakdown = " ".join(f"when {name} is not null then {quoted(name)}" for name in names)
    category = ", ".join(f"cast({name} as varchar)" for name in names)
    return f"authority, period_id, case {breakdown} else '' end as breakdown, coalesce({category}, '') as category"


_OF_A_DAY = {f"reference.period.{name}" for name in ("period_id", "end_date", "end_at", "population_year")}
"""What a query may read of a window whose figure is the same for every window that ends on the same day. The year of the
population is that of its last month."""


def asked_query(indicator: Indicator) -> str:
    """The indicator's query, asked for months only where the other windows follow from them: counts that add up are
    summed, and what is so at the end of a day is so for every window that ends on it."""
    read = {name for name in columns_read(indicator.sql) if name.startswith("reference.period.")}
    if not indicator.additive:
        # one that knows windows by their names alone may say another thing of each
        is_of_a_day = read <= _OF_A_DAY and read > {"reference.period.period_id"}
        return _of_a_day(indicator) if is_of_a_day else indicator.sql
    monthly = re.sub(r"\breference\.period\b", "reference.month", indicator.sql)
    names = "".join(f", monthly.{name}" for name in indicator.breakdowns)
    denominator = ", sum(monthly.denominator) as denominator" if indicator.has_denominator else ""
    return f"""select monthly.authority, period.period_id{names}, sum(monthly.numerator) as numerator{denominator}
        from ({monthly}) as monthly
        join reference.month as month on month.period_id = monthly.period_id
        join reference.period as period on month.start_date between period.start_date and period.end_date
        group by monthly.authority, period.period_id{names}"""


def _of_a_day(indicator: Indicator) -> str:
    monthly = re.sub(r"\breference\.period\b", "reference.month", indicator.sql)
    names = "".join(f", daily.{name}" for name in indicator.breakdowns)
    denominator = ", daily.denominator" if indicator.has_denominator else ""
    return f"""select daily.authority, period.period_id{names}, daily.numerator{denominator}
        from ({monthly}) as daily
        join reference.month as month on month.period_id = daily.period_id
        join reference.period as period on period.end_date = month.end_date"""
