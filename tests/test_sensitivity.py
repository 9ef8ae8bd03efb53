"""What sits on a limit is counted as the files promise, and said without a small or exact number."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.database import database
from pipelines.figures.sensitivity import readings
from pipelines.settings import SettingsNotUnderstood
from scorecards.core_table import core_tables
from scorecards.indicator import indicators
from scorecards.sensitivity import Sensitivity, sensitivities, settings_of
from scorecards.sql_file import SqlFile
from tests.example_database import AUTHORITY, SQL, ExampleDatabase
from tests.made_up_inbox import MARCH, MOSAIC, Partnership

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


def test_the_settings_of_an_indicator_of_ones_own_are_told_by_its_queries(tmp_path: Path) -> None:
    core = {table.name: table for table in core_tables(SQL)}
    [ours] = [each for each in indicators(SQL) if each.ref == "PO06"]
    own = replace(ours, file=replace(ours.file, path=tmp_path / "indicators" / "police" / "own.sql"))
    assert settings_of(own, core) == settings_of(ours, core) != set()


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


def test_a_changed_reading_is_told_and_a_convention_only_where_it_was_changed(tmp_path: Path) -> None:
    place = Partnership(
        tmp_path, more_settings='\n[standards]\nfirst_working_day = 1\nconferences_counted_by = "meeting"\n'
    )
    place.drop_mosaic("2023-03", MOSAIC)
    build = place.refresh(MARCH)
    found = indicators(SQL)
    told = readings(build, found, AUTHORITY)
    assert told["AS02"].startswith("Set here: first_working_day 1. On the limit: ")
    assert "conferences_counted_by meeting" in told["SP05"] and "leap_day" not in told["FD01"]
    other = shutil.copy(build, tmp_path / "other.duckdb")
    with database(Path(other)) as connection:
        connection.execute(
            "update reference.setting set value = '28 February' where name = 'leap_day_birthday'"
        )
    told = readings(Path(other), found, AUTHORITY)
    assert "leap_day_birthday 28 February" in told["FD01"] and "leap_day_birthday 28 February" in told["AS02"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("first_working_day = 2", "first_working_day as 0 or 1"),
        ('plan_reviews_in_time = "some"', "plan_reviews_in_time as all or latest"),
        ('interview_hours = "three days"', "interview_hours as a number"),
        ("interview_hour = 48", "one of attend_minutes_immediate"),
    ],
)
def test_a_reading_that_nobody_knows_is_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(SettingsNotUnderstood, match=words):
        _ = Partnership(tmp_path, more_settings=f"\n[standards]\n{line}\n").home
