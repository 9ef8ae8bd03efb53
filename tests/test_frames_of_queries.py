"""Frames go from DuckDB to Polars and back by Arrow's protocol, with their types, and stop with DuckDB's own error."""

import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.database import database, frame, kept_open, lent, let_go, rows
from pipelines.settings import ROOT

QUERY = """select 1 as whole, 'a' as text, null::varchar as nothing, date '2022-05-04' as day, 1.5::decimal(18, 2) as share,
    timestamp '2022-05-04 01:02:03' as moment, true as flag, ['a', 'b'] as several, 2::hugeint as sum"""


def test_a_result_keeps_its_types() -> None:
    with database() as connection:
        found = frame(connection, QUERY)
        assert found.row(0) == (
            1, "a", None, date(2022, 5, 4), Decimal("1.50"), datetime(2022, 5, 4, 1, 2, 3), True, ["a", "b"], 2,
        )  # fmt: skip
        assert frame(connection, f"select * from ({QUERY}) as one where false").schema == found.schema


def test_a_lent_frame_is_read_and_then_gone() -> None:
    given = pl.DataFrame({"text": ["a", None], "day": [date(2022, 5, 4), None]})
    with database() as connection:
        with lent(connection, "incoming", given):
            assert frame(connection, "select * from incoming").equals(given)
            assert rows(connection, "select count(*) from incoming") == [(2,)]
        with pytest.raises(duckdb.Error):
            rows(connection, "select * from incoming")


@pytest.mark.parametrize("rows_before", [0, 1_000_000])
def test_a_query_that_stops_says_nothing_of_its_rows(rows_before: int) -> None:
    query = f"select cast(case when n = {rows_before} then 'secret' else '1' end as integer) from range(1000001) as of(n)"
    with database() as connection, pytest.raises(duckdb.Error) as stopped:
        frame(connection, query)
    assert rows_before == 0 or "secret" not in str(stopped.value)


def test_frames_need_no_pyarrow_and_python_ends_in_silence() -> None:
    code = (
        "import sys, polars as pl\n"
        "from pipelines.database import database, frame, lent\n"
        "with database() as connection, lent(connection, 'given', pl.DataFrame({'a': [1]})):\n"
        "    frame(connection, 'select * from given')\n"
        "assert not {'pyarrow', 'numpy', 'pandas'} & set(sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""


def test_a_file_is_kept_open_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "build.duckdb"
    with kept_open():
        with database(path) as connection:
            connection.execute("create table one as select 1 as n")
        with database(path) as connection:
            assert rows(connection, "select n from one") == [(1,)]
        let_go(path)
        assert not path.with_name("build.duckdb.wal").exists()
        with database(path, read_only=True) as connection:
            assert rows(connection, "select n from one") == [(1,)]
    path.unlink()
    assert not list(tmp_path.iterdir())
