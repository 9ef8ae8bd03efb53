"""What sits on a limit is counted as the files promise, and said without a small or exact number."""

import pytest

from scorecards.indicator import indicators
from scorecards.sensitivity import Sensitivity, sensitivities
from scorecards.sql_file import SqlFile
from tests.example_database import AUTHORITY, SQL, ExampleDatabase

FOUND = sensitivities(SQL)


@pytest.mark.parametrize("each", FOUND, ids=lambda each: each.file.path.stem)
def test_example(each: Sensitivity) -> None:
    database = ExampleDatabase()
    assert each.file.examples
    for written in each.file.examples:
        from scorecards.example import _example

        example = _example(each.file, {**written, "expect": {}})
        database.give(example, each.tables)
        [row] = [row for row in database.rows(each.sql) if row["authority"] == AUTHORITY]
        assert [row["on_limit"], row["records"]] == written["expect"], written["because"]


def test_they_name_indicators_and_settings_that_there_are() -> None:
    refs = {each.ref for each in indicators(SQL)}
    assert FOUND
    assert {ref for each in FOUND for ref in each.indicators} <= refs


@pytest.mark.parametrize(
    ("on_limit", "records", "words"),
    [
        (0, 100, "On the limit: none of about 100 things."),
        (1, 5, "On the limit: 5 or fewer of 5 or fewer things."),
        (6, 3133, "On the limit: about 5 of about 3,135 things."),
        (12, 14, "On the limit: about 10 of about 15 things."),
    ],
)
def test_no_small_and_no_exact_number_is_said(on_limit: int, records: int, words: str) -> None:
    each = Sensitivity(
        file=SqlFile(path=SQL, text="", header={}, sql=""), setting="", indicators=(), says="things"
    )
    assert each.words(on_limit, records) == words
