"""Everything derived comes out the same when it is made again from the stored bytes, even where it was lost."""

# ruff: noqa: F811  (fixtures are taken from tests.kept_home)

import shutil

import pytest

from pipelines.boundary import Stopped
from pipelines.builds import build_path
from pipelines.home import Home
from pipelines.keeping.rebuilding import rebuilt
from pipelines.verifying.verified import verified
from tests.kept_home import DELIVERIES, copy, kept  # noqa: F401
from tests.made_up_inbox import MARCH, every_value


def again(home: Home) -> Home:
    return Home(home.settings)


@pytest.mark.keeps("P5")
@pytest.mark.slow
def test_what_stands_is_what_would_be_made_and_nothing_is_left_beside(copy: Home) -> None:
    before = {path: path.read_bytes() for path in copy.folder.rglob("*") if path.is_file()}
    found = rebuilt(copy)
    assert found.is_equal and not found.swapped
    assert found.same == {"deliveries": DELIVERIES, "builds": 1} and not found.lost
    assert {path: path.read_bytes() for path in copy.folder.rglob("*") if path.is_file()} == before


@pytest.mark.keeps("P5", "P11")
def test_rows_and_builds_that_were_lost_come_back_the_same(copy: Home) -> None:
    values = every_value(build_path(copy, MARCH))
    shutil.rmtree(copy.rows)
    shutil.rmtree(copy.builds)
    lines = len(copy.ledger.records)
    superseded = copy.builds / str(MARCH) / "0123456789ab.duckdb"
    superseded.parent.mkdir(parents=True)
    superseded.write_bytes(b"the build of before, from which something was published")
    found = rebuilt(again(copy), swap=True)
    assert found.is_equal and found.swapped
    assert superseded.read_bytes().startswith(b"the build of before")
    superseded.unlink()
    assert found.lost == {"deliveries": DELIVERIES, "builds": 1}
    assert every_value(build_path(copy, MARCH)) == values
    assert len(again(copy).ledger.records) == lines
    assert verified(again(copy)).faults == []


@pytest.mark.slow
def test_a_build_that_holds_something_else_is_told_and_not_swapped(copy: Home) -> None:
    import duckdb

    path = build_path(copy, MARCH)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update core.child set sex = 'M' where sex = 'F'")
    found = rebuilt(again(copy), swap=True)
    assert found.differs == ["the build of 2023-03: core.child"] and not found.swapped


def test_nothing_is_made_from_bytes_that_are_not_those(copy: Home) -> None:
    path = sorted(path for path in copy.store.iterdir() if not path.suffix)[0]
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Stopped, match="found 1 changed or missing"):
        rebuilt(again(copy))
