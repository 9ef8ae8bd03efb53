"""A connection reaches its own file and the folders it was given, and nothing else; no query changes that."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.database import database, kept_open, let_go, rows


@pytest.mark.keeps("SEC-12")
@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from '/etc/hostname'",
        "copy (select 1) to '{outside}/stolen.csv'",
        "attach '{outside}/other.duckdb' as other",
        "install httpfs",
        "load httpfs",
        "select * from read_parquet('https://example.invalid/x.parquet')",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "select * from frame_of_python",
    ],
)
def test_nothing_else_is_reached(query: str, tmp_path: Path) -> None:
    frame_of_python = pl.DataFrame({"a": [1]})
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir(), outside.mkdir()
    with database(inside / "own.duckdb", reaches=[inside]) as connection, pytest.raises(duckdb.Error):
        connection.execute(query.format(outside=outside))
    assert frame_of_python.height and list(outside.iterdir()) == []


def test_what_was_given_is_reached(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    with database(tmp_path / "own.duckdb", reaches=[given]) as connection:
        connection.execute(f"copy (select 1 as a) to '{given}/a.parquet' (format parquet)")
        assert rows(connection, f"select a from read_parquet('{given}/a.parquet')") == [(1,)]


@pytest.mark.keeps("SEC-12")
def test_every_connection_to_a_file_is_locked_and_in_utc(tmp_path: Path) -> None:
    asked = "select current_setting('TimeZone'), current_setting('enable_external_access'), current_setting('lock_configuration')"
    with database(tmp_path / "own.duckdb") as first, database(tmp_path / "own.duckdb") as second:
        assert rows(first, asked) == rows(second, asked) == [("UTC", False, True)]


def test_a_file_that_is_kept_open_keeps_what_it_was_opened_with(tmp_path: Path) -> None:
    path, reached = tmp_path / "own.duckdb", tmp_path / "reached"
    asked = "select current_setting('allowed_directories'), current_setting('memory_limit')"
    with kept_open():
        with database(path, keeping=False) as looking:
            unkept = rows(looking, asked)
        with database(path, reaches=[reached], memory="1GB") as working:
            working.execute("create table held as select 1 as a")
            first = rows(working, asked)
        with database(path) as again:
            assert rows(again, asked) == first != unkept
            assert rows(again, "select a from held") == [(1,)]
        let_go(path)
        assert not path.with_name("own.duckdb.wal").exists()
        with database(path, read_only=True) as read:
            assert rows(read, "select a from held") == [(1,)]
