"""Every worked example of every indicator and check gives the answer that its file promises; those of the partnership that
`SCORECARD_SETTINGS` names among them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from pipelines.settings import settings
from scorecards.check import Check, checks
from scorecards.example import Example, typed_rows
from scorecards.indicator import Indicator, indicators
from tests.example_database import AUTHORITY, SQL, ExampleDatabase
from tests.unheld import unheld

INDICATORS = indicators(SQL, settings().overlay)
CHECKS = checks(SQL, settings().overlay)


@pytest.fixture(scope="module")
def database() -> ExampleDatabase:
    return ExampleDatabase()


def _cases(files: Sequence[Indicator | Check]) -> list[ParameterSet]:
    return [
        pytest.param(file, example, id=f"{file.id}: {example.because}")
        for file in files
        for example in file.examples
    ]


@pytest.mark.parametrize(("indicator", "example"), _cases(INDICATORS))
def test_indicator_example(database: ExampleDatabase, indicator: Indicator, example: Example) -> None:
    database.give(example, indicator.tables, breakdowns=indicator.breakdowns)
    rows = [row for row in database.rows(indicator.sql) if row["authority"] == AUTHORITY]
    names = ["numerator", "denominator"] if indicator.has_denominator else ["numerator"]
    totals = [row for row in rows if all(row[breakdown] is None for breakdown in indicator.breakdowns)]
    assert len(totals) <= 1
    if example.expect is not None:
        assert {name: row[name] for row in totals for name in names} == example.expect
    for breakdown, categories in example.expect_by.items():
        found = {row[breakdown]: [row[name] for name in names] for row in rows if row[breakdown] is not None}
        assert found == categories


@pytest.mark.parametrize(("check", "example"), _cases(CHECKS))
def test_check_example(database: ExampleDatabase, check: Check, example: Example) -> None:
    database.give(example, check.tables, check.columns_read)
    rows = database.rows(check.sql)
    if example.expect_rows is not None:
        assert len(rows) == example.expect_rows
    if example.expect_table is not None:
        expected = typed_rows(example.expect_table, _types_of(database, check))
        assert _sorted({name: row[name] for name in example.expect_table.columns} for row in rows) == _sorted(
            expected
        )


def _types_of(database: ExampleDatabase, check: Check) -> dict[str, str]:
    description = database.connection.execute(check.sql).description
    return {column[0]: str(column[1]).lower() for column in description}


def _sorted(rows: Any) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


@pytest.mark.parametrize("file", [*INDICATORS, *CHECKS], ids=lambda file: file.id)
def test_every_example_expects_something(file: Indicator | Check) -> None:
    assert file.examples
    for example in file.examples:
        expected = (example.expect, example.expect_by or None, example.expect_rows, example.expect_table)
        assert any(part is not None for part in expected), example.because


def test_a_condition_that_no_example_holds_is_found(database: ExampleDatabase) -> None:
    held = next(each for each in INDICATORS if each.ref == "MH01")
    assert not [*unheld(database, held)]
    without_the_adult = re.sub(r"^E4 .*\n", "", held.file.text, count=1, flags=re.MULTILINE)
    blind = replace(held, file=replace(held.file, text=without_the_adult))
    assert any("adult_on" in words for words in unheld(database, blind))
