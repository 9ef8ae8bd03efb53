"""The rows behind a number come to the number: for every worked example, and for queries of every shape."""

from collections.abc import Iterator
from statistics import median
from typing import Any

import duckdb
import pytest

from pipelines.figures.values import asked_query
from scorecards.core_table import core_tables
from scorecards.example import examples
from scorecards.indicator import Indicator, indicators
from scorecards.lineage.contributions import ROWS, TABLE, traced
from scorecards.lineage.counting import MEDIAN, SUM, WHOLE
from tests.example_database import AUTHORITY, SQL, ExampleDatabase

INDICATORS = indicators(SQL)
FROM_FACTS = {"CP01M", "CP02", "CN02", "CN04", "RF02", "SP04R", "SP05R"}
"""Indicators whose denominator is a population or a number of months."""


@pytest.fixture(scope="module")
def database() -> ExampleDatabase:
    return ExampleDatabase()


@pytest.fixture
def small() -> Iterator[duckdb.DuckDBPyConnection]:
    """Three visits of two children, and what is known of one of the two."""
    with duckdb.connect() as connection:
        connection.execute("create schema core; create schema reference")
        connection.execute(
            "create table core.visit as select * from (values "
            "('a', 1, 10), ('a', 2, 20), ('b', 3, 40)) as t(child, number, minutes)"
        )
        connection.execute("create table core.child as select 'a' as child")
        yield connection


def _totals(contributions: dict[str, list[dict[str, Any]]], counted: dict[str, str]) -> dict[str, float]:
    weights = {name: [each["weight"] for each in contributions[name]] for name in counted}
    return {
        name: sum(weights[name]) if how == SUM else median(weights[name]) if weights[name] else 0
        for name, how in counted.items()
    }


@pytest.mark.keeps("P3")
@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.ref)
def test_every_worked_example_is_counted_again_from_its_rows(
    database: ExampleDatabase, indicator: Indicator
) -> None:
    found = traced(indicator.sql)
    sides = ["numerator", "denominator"] if indicator.has_denominator else ["numerator"]
    expected = {*sides} - ({"denominator"} if indicator.ref in FROM_FACTS else set())
    from_ledger = not any(name.startswith("core.") for name in indicator.tables)
    assert set(found.counted) == expected or from_ledger
    for example in indicator.examples:
        database.give(example, indicator.tables, breakdowns=indicator.breakdowns)
        for row in database.rows(found.sql):
            lists = {name: row[f"_of_{name}"] for name in found.counted}
            for name, total in _totals(lists, found.counted).items():
                assert total == pytest.approx(float(row[name] or 0)), (example.because, name)
            if example.expect is None or row["authority"] != AUTHORITY:
                continue
            if all(row[name] is None for name in indicator.breakdowns):  # the answer that a person wrote down
                written = {name: float(example.expect[name] or 0) for name in found.counted}
                assert _totals(lists, found.counted) == pytest.approx(written), example.because


@pytest.mark.parametrize("table", core_tables(SQL), ids=lambda each: each.name)
def test_every_row_of_a_core_table_has_rows_behind_it(database: ExampleDatabase, table: Any) -> None:
    found = traced(table.sql)
    for example in examples(table.file):
        database.give(example, table.tables, table.columns_read)
        plain = database.rows(table.sql)
        assert len(database.rows(found.sql)) == len(plain)
        assert all(row[ROWS] for row in database.rows(found.sql))


@pytest.mark.parametrize(
    ("query", "weights"),
    [
        ("select count(*) as n from core.visit as visit", [1, 1, 1]),
        ("select count(*) filter (where visit.minutes > 15) as n from core.visit as visit", [1, 1]),
        ("select sum(visit.minutes) as n from core.visit as visit", [10, 20, 40]),
        ("select sum(visit.minutes) / 10 as n from core.visit as visit", [1, 2, 4]),
        ("select count(*) - count(child.child) as n from core.visit as visit "
         "left join core.child as child on child.child = visit.child", [1, 1, 1, -1, -1]),
        ("with child as (select visit.child, count(*) as visits from core.visit as visit group by visit.child) "
         "select sum(case when child.visits > 1 then child.visits else 0 end) as n from child", [1, 1]),
        ("with child as (select distinct visit.child from core.visit as visit) "
         "select count(*) as n from child", [1, 1]),
        ("with every as (select visit.child from core.visit as visit union select child.child from core.child as child) "
         "select count(*) as n from every", [1, 1]),
        ("with every as (select visit.child from core.visit as visit union all select child.child from core.child as child) "
         "select count(*) as n from every", [1, 1, 1, 1]),
        ("select n from (select coalesce(sum(visit.minutes), 0) as n from core.visit as visit) as inside", [10, 20, 40]),
    ],
)  # fmt: skip
def test_what_each_shape_of_query_counts(
    small: duckdb.DuckDBPyConnection, query: str, weights: list[float]
) -> None:
    if query.startswith("select n from"):  # house style names every column's table
        query = query.replace("select n from", "select inside.n from")
    found = traced(query)
    answer = small.sql(query).fetchall()[0][0]
    row = dict(zip(small.sql(found.sql).columns, small.sql(found.sql).fetchall()[0], strict=True))
    assert sorted(each["weight"] for each in row["_of_n"]) == sorted(weights)
    assert sum(weights) == answer == row["n"]
    assert found.counted == {"n": SUM}


@pytest.mark.parametrize("ref", sorted(FROM_FACTS))
def test_a_fact_is_no_count_of_rows_however_the_windows_are_asked_for(ref: str) -> None:
    indicator = next(each for each in INDICATORS if each.ref == ref)
    assert set(traced(asked_query(indicator)).counted) == {"numerator"}


def test_a_fact_that_passes_through_a_query_stays_one(small: duckdb.DuckDBPyConnection) -> None:
    small.execute("create table reference.population as select 500 as people")
    inner = (
        "select count(*) as numerator, population.people as denominator from core.visit as visit "
        "cross join reference.population as population group by population.people"
    )
    found = traced(f"select each.numerator, each.denominator from ({inner}) as each")
    assert found.counted == {"numerator": SUM}
    entered = "select visit.minutes as numerator, visit.number as denominator from core.visit as visit"
    assert set(traced(f"select each.numerator, each.denominator from ({entered}) as each").counted) == {
        "numerator",
        "denominator",
    }


def test_a_median_is_the_median_of_what_it_counts(small: duckdb.DuckDBPyConnection) -> None:
    found = traced(
        "select percentile_cont(0.5) within group (order by visit.minutes) / 10 as n from core.visit as visit"
    )
    row = small.sql(found.sql).fetchall()[0]
    assert found.counted == {"n": MEDIAN}
    assert median(each["weight"] for each in row[-1]) == row[0] == 2


def test_a_number_worked_out_from_all_rows_is_one_contribution_of_them(
    small: duckdb.DuckDBPyConnection,
) -> None:
    found = traced("select max(visit.minutes) - min(visit.minutes) as numerator from core.visit as visit")
    (row,) = small.sql(found.sql).fetchall()
    assert found.counted == {"numerator": WHOLE}
    (only,) = row[-1]
    assert (only["weight"], len(only["rows"])) == (30, 3)


def test_a_child_of_two_rows_is_one_contribution_of_both(small: duckdb.DuckDBPyConnection) -> None:
    found = traced(
        "with child as (select visit.child from core.visit as visit group by visit.child) "
        "select count(*) as n from child"
    )
    (row,) = small.sql(found.sql).fetchall()
    places = sorted(sorted(each["rows"]) for each in row[-1])
    visit = found.tables.index("core.visit") * TABLE
    assert places == [[visit, visit + 1], [visit + 2]]


def test_a_query_is_asked_for_some_rows_only(small: duckdb.DuckDBPyConnection) -> None:
    small.execute("create table reference.period as select unnest([1, 2]) as number")
    query = "select count(*) as n from reference.period as period join core.visit as visit on visit.number = period.number"
    assert small.sql(traced(query, asked={"reference.period": "number = 2"}).sql).fetchall()[0][0] == 1
