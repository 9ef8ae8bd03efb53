"""Every worked example of a core table gives the rows that its file promises, and no key twice."""

import pytest
from _pytest.mark import ParameterSet

from scorecards.core_table import CoreTable, core_tables
from scorecards.example import Example, TextTable, examples, typed_rows
from tests.example_database import SQL, ExampleDatabase


def _cases() -> list[ParameterSet]:
    return [
        pytest.param(table, example, id=f"{table.name}: {example.because}")
        for table in core_tables(SQL)
        for example in examples(table.file)
    ]


@pytest.mark.parametrize(("table", "example"), _cases())
def test_core_example(table: CoreTable, example: Example) -> None:
    database = ExampleDatabase()
    database.give(example, table.tables, table.columns_read)
    rows = database.rows(table.sql)
    expected = example.expect_table
    assert isinstance(expected, TextTable), "write what a core table's example expects as a table"
    types = {name: column.type for name, column in table.columns.items()}
    found = [{name: row[name] for name in expected.columns} for row in rows]
    assert sorted(found, key=str) == sorted(typed_rows(expected, types), key=str)
    assert len({tuple(row[name] for name in table.key) for row in rows}) == len(rows)
    assert [set(row) for row in rows] == [set(types)] * len(rows)
