"""The steps of a build in a file that nobody sees yet: load, core, count, check and complete.

Each is done once. Its record is the last that is written of it, so that a kill leaves it done or to be done over: load and
core, whose tables are made side by side, take away what is there of them; the others are one transaction with their record.
"""

import json
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipelines.builds.loading import load
from pipelines.builds.plan import SQL, Plan
from pipelines.chosen.engine import HERE
from pipelines.database import database, frame, lent, let_go, quoted, rows
from pipelines.figures.completing import complete_values
from pipelines.figures.values import count_indicators, make_value_tables
from pipelines.progress import say
from pipelines.region.values import complete_region
from pipelines.side_by_side import side_by_side
from scorecards.check import Check, checks
from scorecards.core_table import CoreTable, core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.query import columns_returned

if TYPE_CHECKING:
    import polars as pl

    from pipelines.engines.elsewhere import Elsewhere


class BuildBroken(Exception):
    """A build that failed its own checks and was not put in place; `authorities` are those whose rows failed."""

    def __init__(self, words: str, authorities: Collection[str] = ()) -> None:
        super().__init__(words)
        self.authorities = frozenset(authorities)


class Steps:
    """A build of a plan, or of `only` some of its authorities, while it is made at `path`. Every step may be asked for by
    itself and brings what it needs with it."""

    def __init__(self, plan: Plan, path: Path, only: Collection[str] | None = None) -> None:
        self.plan = plan
        self.path = path
        self._only = only
        self._connection: duckdb.DuckDBPyConnection | None = None

    @property
    def authorities(self) -> set[str]:
        """Whose rows are built."""
        named = {part.delivery.authority for part in self.plan.force}
        return named if self._only is None else named & {*self._only}

    @cached_property
    def core(self) -> list[CoreTable]:
        """The core tables in the order in which they are made."""
        return core_tables(SQL)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Every indicator, the partnership's own winning over ours."""
        return indicators(SQL, self.plan.home.settings.overlay)

    @cached_property
    def checks(self) -> list[Check]:
        """Every check over joined tables."""
        return checks(SQL, self.plan.home.settings.overlay)

    @cached_property
    def sections(self) -> list[str]:
        """The sections that have indicators."""
        return sorted({indicator.section for indicator in self.indicators})

    def load(self) -> dict[str, int]:
        """Agency tables in force and reference tables; rows by agency table."""
        return self._step("load", self._load, over=True)

    def make_core(self) -> dict[str, int]:
        """The core tables; rows by table."""
        self.load()
        return self._step("core", self._make_core, over=True)

    def count(self, section: str) -> dict[str, int]:
        """The figures of a section's indicators; result rows by ref."""
        self.make_core()
        return self._step(f"count {section}", lambda connection: self._count(connection, section))

    def check(self) -> dict[str, int]:
        """The checks, after every indicator is counted; wrong rows by code."""
        for section in self.sections:
            self.count(section)
        return self._step("check", self._check)

    def complete(self) -> None:
        """Every step up to the complete values."""
        if "values" not in self._done:
            with self.opened():
                self.check()
                self._step("values", self._complete)
        let_go(self.path)
        self._sweep()

    @property
    def names(self) -> set[str]:
        """The steps that a whole build has."""
        return {"load", "core", "check", "values", *(f"count {section}" for section in self.sections)}

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The unfinished file, opened once for all the steps asked for inside: opening takes longer than most steps."""
        if self._connection is not None:
            yield self._connection
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        reaches = [self.plan.home.rows, self._exchange]
        memory = self.plan.home.settings.engine.memory
        with database(self.path, reaches=reaches, memory=memory) as self._connection:
            try:
                yield self._connection
            finally:
                self._connection = None

    @property
    def _exchange(self) -> Path:
        """The folder by which rows go to another engine and back."""
        beside = self.plan.home.settings.engine.exchange or self.plan.folder
        return beside / f"{self.path.stem}.exchange"

    def _sweep(self) -> None:
        """Nothing is left on the way to another engine, by this build or by those that were killed."""
        if any(self._exchange.parent.glob(".*.exchange")):
            from pipelines.engines.elsewhere import swept

            swept(self._exchange.parent)

    def begin_again(self) -> None:
        """Take away what was made: the build will be made of other parts."""
        remove(self.path)
        self._sweep()

    @property
    def _elsewhere(self) -> "Elsewhere | None":
        """The engine that the settings name, where it is not the build's own DuckDB."""
        choice = self.plan.home.settings.engine
        if choice.name == HERE:
            return None
        from pipelines.engines.elsewhere import elsewhere

        return elsewhere(choice, self._exchange)

    @cached_property
    def _done(self) -> dict[str, dict[str, int]]:
        """The counts of the steps that are done; a file that a kill or a full disk left unreadable, or in which not all
        was loaded, is begun anew."""
        try:
            done = steps_done(self.path)
        except duckdb.Error:
            done = {}
        if "load" not in done:
            remove(self.path)
        return done

    def _step(
        self, name: str, work: Callable[[duckdb.DuckDBPyConnection], dict[str, int]], *, over: bool = False
    ) -> dict[str, int]:
        """Do a step that is not done: in one transaction, unless it can be done `over` after a kill."""
        if name not in self._done:
            say(f"Building {self.plan.month}: {name}")
            with self.opened() as connection:
                connection.execute("create table if not exists build_step (step varchar, counts varchar)")
                if not over:
                    connection.execute("begin")
                counts = work(connection)
                connection.execute("insert into build_step values (?, ?)", [name, json.dumps(counts)])
                if not over:
                    connection.execute("commit")
            self._done[name] = counts
        return self._done[name]

    def _load(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        read = [*(each.tables for each in self.core), *(each.tables for each in self.checks)]
        counts = load(connection, self.plan, {table for tables in read for table in tables}, self._only)
        make_value_tables(connection)
        return counts

    def _make_core(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        connection.execute("drop schema if exists core cascade; create schema core")
        if self._elsewhere is not None:
            return {table.name: self._make_table(connection, table) for table in self.core}
        made = side_by_side(
            connection,
            {table.name: partial(self._make_table, table=table) for table in self.core},
            {table.name: table.tables for table in self.core},
        )
        counts = dict(made)
        return {table.name: counts[table.name] for table in self.core}

    def _make_table(self, connection: duckdb.DuckDBPyConnection, table: CoreTable) -> int:
        if self._elsewhere is not None:
            self._elsewhere.make(connection, table)
            made = f"select count(*) from {table.name}"
        else:
            made = f"create or replace table {table.name} as {table.typed_sql}"
        count = rows(connection, made)[0][0]
        self._verify_key(connection, table)
        return int(count)

    @staticmethod
    def _verify_key(connection: duckdb.DuckDBPyConnection, table: CoreTable) -> None:
        """Refuse a core table whose key is not one."""
        keys = ", ".join(table.key)
        again = f"select authority from {table.name} group by {', '.join({'authority': 0} | dict.fromkeys(table.key))} having count(*) > 1"
        found = [code for (code,) in rows(connection, again)]
        if found:
            words = f"Expected one row of {table.name} for each {keys}; found {len(found)} with more."
            raise BuildBroken(words, found)

    def _count(self, connection: duckdb.DuckDBPyConnection, section: str) -> dict[str, int]:
        asked = [each for each in self.indicators if each.section == section]
        if self._elsewhere is not None:
            return self._elsewhere.count(connection, asked)
        return count_indicators(connection, asked)

    def _check(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        connection.execute("create schema if not exists checks")
        connection.execute(
            "create table checks.mark (authority varchar, indicator varchar, period_id varchar, code varchar)"
        )
        connection.execute("create table checks.not_run (code varchar)")
        counts = {}
        found = dict(
            side_by_side(connection, {check.code: partial(self._found, check) for check in self.checks})
        )
        for check in self.checks:
            if not self._keep(connection, check, found.pop(check.code)):
                counts[check.code] = 0
                continue
            counts[check.code] = rows(connection, f"select count(*) from checks.{check.id}")[0][0]
            names_one = "indicator" in columns_returned(check.sql)
            marked = (
                ["indicator"] if names_one else [f"{quoted(ref)} as indicator" for ref in check.indicators]
            )
            for indicator in marked if check.marks else ():
                connection.execute(
                    f"insert into checks.mark by name select authority, {indicator}, period_id, "
                    f"{quoted(check.code)} as code from checks.{check.id}"
                )
        return counts

    @staticmethod
    def _found(check: Check, connection: duckdb.DuckDBPyConnection) -> "pl.DataFrame | None":
        """What a check finds; nothing where it cannot be run. An error ends the transaction that it runs in. Too little
        memory says nothing of the check."""
        try:
            return frame(connection, check.sql)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error:
            return None

    @staticmethod
    def _keep(connection: duckdb.DuckDBPyConnection, check: Check, found: "pl.DataFrame | None") -> bool:
        """Keep what a check found; one that could not be run is written down as such and has found nothing."""
        if found is None:
            connection.execute("insert into checks.not_run values (?)", [check.code])
            connection.execute(f"create table checks.{check.id} (authority varchar, period_id varchar)")
            return False
        with lent(connection, "found", found):
            connection.execute(f"create table checks.{check.id} as select * from found")
        return True

    def _complete(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        counts = {"values": complete_values(connection, self.indicators, self.core)}
        return counts if self._only is not None else {**counts, **self.complete_whole(connection)}

    def complete_whole(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        """What is made of the values of all authorities together; rows by what was made."""
        chosen = self.plan.home.settings
        if not chosen.is_region:
            return {}
        return {"region_values": complete_region(connection, chosen.authority.code, self.indicators)}


def steps_done(path: Path, *, read_only: bool = False) -> dict[str, dict[str, int]]:
    """The counts of the steps that are done in a file; none where it is not there. Raises duckdb.Error."""
    if not path.exists():
        return {}
    with database(path, read_only=read_only, keeping=False) as connection:
        return {
            step: dict(json.loads(counts))
            for step, counts in rows(connection, "select step, counts from build_step")
        }


def remove(path: Path) -> None:
    """Remove an unfinished file and what the engine keeps beside it."""
    let_go(path)
    for each in path.parent.glob(f"{path.name}*"):
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()
