"""Every rule of the census tells the records that its worked examples say, and no others."""

import csv
from typing import Any

import duckdb
import polars as pl
import pytest

from scorecards.census_rule import CensusRule, census_rules
from scorecards.example import text_table
from sources.census.layout import HEADER, MODULES
from sources.census.typed import FLAGS, WHOLE, is_day
from tests.example_database import REFERENCE, SQL, reference_rows

RULES = census_rules(SQL)


def fields() -> dict[str, dict[str, str]]:
    """The columns of every census table with their types."""
    found: dict[str, dict[str, str]] = {"period": {"start_date": "date", "end_date": "date"}}
    found["header"] = {"header": "integer"} | {name: type_of(name) for name in HEADER}
    for module in MODULES:
        numbers = dict.fromkeys(("child", "episode", "assessment", "cp_plan", module.name), "integer")
        found[module.name] = numbers | {name: type_of(name) for name in module.fields}
    return found


def type_of(name: str) -> str:
    if is_day(name):
        return "date"
    return "boolean" if name in FLAGS else "integer" if name in WHOLE else "varchar"


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("create schema census")
    connection.execute("create schema reference")
    calendar = pl.DataFrame(reference_rows("reference.calendar"))
    connection.register("days", calendar)
    connection.execute("create table reference.calendar as from days")
    codes = REFERENCE / "authority_codes.csv"
    connection.execute(
        f"create table reference.authority_code as select code from read_csv('{codes}', all_varchar = true)"
    )
    return connection


def give(connection: duckdb.DuckDBPyConnection, given: dict[str, str]) -> None:
    for name, columns in fields().items():
        declared = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        connection.execute(f"create or replace table census.{name} ({declared})")
        if f"census.{name}" in given:
            table = text_table(given[f"census.{name}"])
            names = ", ".join(f'"{column}"' for column in table.columns)
            marks = ", ".join("?" for _ in table.columns)
            connection.executemany(f"insert into census.{name} ({names}) values ({marks})", table.rows)


def found(connection: duckdb.DuckDBPyConnection, rule: CensusRule) -> list[Any]:
    rows = connection.execute(rule.sql).fetchall()
    told = [next((number for number in row if number is not None), "whole") for row in rows]
    return sorted(set(told), key=str)


CASES = [
    pytest.param(rule, example, id=f"{rule.code}: {example['because']}")
    for rule in RULES
    for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_rule_example(database: duckdb.DuckDBPyConnection, rule: CensusRule, example: dict[str, Any]) -> None:
    give(database, example["given"])
    assert found(database, rule) == sorted(example["expect"], key=str)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_other_children_change_nothing_that_is_told_of_one(
    database: duckdb.DuckDBPyConnection, rule: CensusRule
) -> None:
    """The children of an example stand beside others who lived through the same five years sooner, or later."""
    for example in rule.examples:
        if "whole" not in example["expect"]:
            give(database, example["given"])
            for name in example["given"].keys() - {"census.period", "census.header"}:
                for number, years in ((1000, -5), (4000, 5)):
                    others = _others(name.removeprefix("census."), number, years)
                    database.execute(f"insert into {name} select {others} from {name}")
            told = [number for number in found(database, rule) if number == "whole" or number < 1000]
            assert told == sorted(example["expect"], key=str), example["because"]


def _others(table: str, number: int, years: int) -> str:
    """The columns of a table as of other children: other numbers, other days, other references."""
    numbers = {"child", "episode", "assessment", "cp_plan", table}
    return ", ".join(
        f'"{column}" + {number}'
        if column in numbers
        else f"\"{column}\" + interval '{years}' years"
        if kind == "date"
        else f"concat(\"{column}\", '-{number}')"
        if column in ("LAchildID", "UPN", "FormerUPN")
        else f'"{column}"'
        for column, kind in fields()[table].items()
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_failing_and_passing_records_and_names_modules(rule: CensusRule) -> None:
    assert any(example["expect"] for example in rule.examples)
    given = [len(text_table(table).rows) for example in rule.examples for table in example["given"].values()]
    assert sum(given) > sum(len(example["expect"]) for example in rule.examples)
    assert set(rule.modules) <= {module.name for module in MODULES} | {"header"}


def test_errors_and_queries_are_told_apart_by_code() -> None:
    assert {rule.severity == "query" for rule in RULES if rule.code.endswith("Q")} == {True}
    assert {rule.severity == "error" for rule in RULES if not rule.code.endswith("Q")} == {True}


def test_authority_codes_have_three_figures() -> None:
    with (REFERENCE / "authority_codes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(len(row["code"]) == 3 and row["code"].isdigit() for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)
