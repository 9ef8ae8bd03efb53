"""Queries that need not wait for each other."""

from functools import partial
from threading import Event

import duckdb
import pytest

from pipelines.database import database, rows
from pipelines.side_by_side import side_by_side


def made(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(rows(connection, query)[0][0])


def test_what_needs_another_waits_for_it_and_all_of_it_is_kept() -> None:
    work = {
        "sum": partial(made, query="create table total as select sum(a) as a from part, other"),
        "part": partial(made, query="create table part as select range as a from range(5)"),
        "other": partial(made, query="create table other as select 1 as b"),
    }
    with database() as connection:
        told = dict(side_by_side(connection, work, {"sum": ["part", "other", "what is not asked for"]}))
        assert told == {"part": 5, "other": 1, "sum": 1}
        assert rows(connection, "select a from total") == [(10,)]


def test_two_are_at_work_at_once() -> None:
    first, second = Event(), Event()

    def meet(_: duckdb.DuckDBPyConnection, mine: Event, theirs: Event) -> bool:
        mine.set()
        return theirs.wait(10)

    work = {"a": partial(meet, mine=first, theirs=second), "b": partial(meet, mine=second, theirs=first)}
    with database() as connection:
        assert dict(side_by_side(connection, work)) == {"a": True, "b": True}


def test_an_error_ends_it_and_what_waited_for_it_is_not_begun() -> None:
    work = {
        "wrong": partial(made, query="select cast('a' as integer)"),
        "after": partial(made, query="create table after as select 1"),
    }
    with database() as connection:
        with pytest.raises(duckdb.ConversionException):
            list(side_by_side(connection, work, {"after": ["wrong"]}))
        assert rows(connection, "select count(*) from duckdb_tables()") == [(0,)]


def test_what_finds_too_little_memory_beside_another_is_tried_by_itself() -> None:
    beside, tried = Event(), []

    def large(connection: duckdb.DuckDBPyConnection) -> int:
        tried.append("large")
        if len(tried) == 1:
            beside.wait(10)
            raise duckdb.OutOfMemoryException
        return made(connection, "select 1")

    def small(connection: duckdb.DuckDBPyConnection) -> int:
        beside.set()
        return made(connection, "select 2")

    with database() as connection:
        work = {"large": large, "small": small, "after": partial(made, query="select 3")}
        told = list(side_by_side(connection, work, {"after": ["large"]}))
        assert told == [("small", 2), ("large", 1), ("after", 3)]
        assert tried == ["large", "large"]


def test_too_little_memory_for_one_by_itself_is_an_error() -> None:
    def large(_: duckdb.DuckDBPyConnection) -> int:
        raise duckdb.OutOfMemoryException

    with database() as connection, pytest.raises(duckdb.OutOfMemoryException):
        list(side_by_side(connection, {"large": large}))
