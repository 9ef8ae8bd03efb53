"""A build made from the one before it: a copy in which the rows of the authorities that changed are replaced.

Everything in a build is of one authority, but for the tables without that column, which depend on what all authorities
share. So if only the inputs of a few authorities changed, their rows are made in a file of their own and put in the place
of the old ones, and what the build holds is the same as if all of it had been made: its contents tell.

DuckDB keeps the bytes of deleted rows in the file. The deliveries that they came from are named (`remains`), so that
whoever removes a delivery for good removes the file too; erasing and changing the key begin without any build.
"""

import json
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from pipelines import fingerprint
from pipelines.builds.loading import is_agency
from pipelines.builds.plan import Plan
from pipelines.builds.pointer import source_lines
from pipelines.builds.steps import BuildBroken, Steps, remove
from pipelines.contents import VERSION, Contents, Sum, of_authorities, sum_of, tables
from pipelines.database import database, quoted, rows
from pipelines.files import copied
from pipelines.progress import say
from pipelines.region.values import renew_region
from pipelines.sealed import SealBroken, file_hash, unsealed

_AT_MOST = 0.5
"""The share of authorities from which on all of them are built: then that is the cheaper way."""
_GROWN = 2
"""How many times the size of the last whole build a file may have: each renewal leaves some free space in it."""
_OF_ALL = ("scorecard.region_value",)
"""Tables that are made of all authorities together."""
_SHARED = ("main.build_step", "scorecard.indicator", "checks.not_run")
"""Tables, besides those of `reference`, that are of no authority."""


class NotRenewed(Exception):
    """The build before cannot be used; the whole is to be built."""


class Renewal:
    """How the build of `plan` is made from the one that `before`, a pointer, names: the rows of `changed` are replaced."""

    def __init__(self, plan: Plan, before: dict[str, Any], changed: Iterable[str]) -> None:
        self.plan = plan
        self.changed = frozenset(changed)
        self._before = before
        named = fingerprint.of_text(" ".join([before["build"], *sorted(self.changed)]))
        self.scratch = plan.folder / f".{plan.build_id}.{named}.duckdb"
        """The file in which the authorities that changed are built."""
        self.copy = plan.folder / f".{plan.build_id}.{named}.copy.duckdb"
        """The copy of the build before; made again whenever it is asked for, because it looks finished from the first."""
        self._expected: dict[str, Sum] = {}
        self._theirs: dict[str, Sum] = {}
        self._copying: Future[None] | None = None

    @property
    def whole_size(self) -> int:
        """The bytes of the last whole build that this one goes back to."""
        return int(self._before["whole_size"])

    @property
    def remains(self) -> set[str]:
        """The deliveries of which the file may hold bytes though it holds no row of them any more."""
        now = {line["delivery"] for line in source_lines(self.plan.force)}
        return (
            {line["delivery"] for line in self._before["sources"]} | {*self._before.get("remains", ())}
        ) - now

    def begin(self) -> "Future[None]":
        """Copy the build before, while the authorities that changed are built."""
        if self._copying is None:
            remove(self.copy)
            before = self.plan.folder / f"{self._before['build']}.duckdb"
            thread = ThreadPoolExecutor(1)
            self._copying = thread.submit(_copy, before, self.copy, self._before["sha256"])
            thread.shutdown(wait=False)
        return self._copying

    def merge(self, steps: Steps) -> None:
        """Replace the rows in the copy. Raises NotRenewed where that would not be what a whole build makes."""
        say(
            f"Building {self.plan.month}: replacing {len(self.changed)} of {len(self.plan.parts)} authorities"
        )
        self.begin().result()
        memory = self.plan.home.settings.engine.memory
        with database(self.copy, reaches=[self.plan.folder], memory=memory) as connection:
            connection.execute(f"attach {quoted(str(self.scratch))} as part (read_only)")
            connection.execute("begin")
            of_changed = f"where {of_authorities(self.changed)}"
            connection.execute(f"create temp table old_value as select * from scorecard.value {of_changed}")
            known = rows(connection, f"select * from reference.authority {of_changed} order by all")
            self._replace(connection)
            same = known == rows(connection, "select * from part.reference.authority order by all")
            whole = self._renewed_whole(connection, steps) if same else steps.complete_whole(connection)
            connection.execute("delete from build_step")
            for step, counts in self._counts(connection, steps, whole).items():
                connection.execute("insert into build_step values (?, ?)", [step, json.dumps(counts)])
            connection.execute("commit")
            connection.execute("detach part")

    def contents(self) -> Contents:
        """What the finished copy holds, told from what the build before held and from the replaced rows, which are read
        again from the disk. Raises BuildBroken where they are not what was built, or the others are not as many."""
        memory = self.plan.home.settings.engine.memory
        with database(self.copy, read_only=True, memory=memory) as connection:
            found = {}
            for name, columns in tables(connection).items():
                expected = self._expected.get(name)
                if expected is None:
                    found[name] = sum_of(connection, name).told(columns)
                    continue
                ((count,),) = rows(connection, f"select count(*) from {name}")
                if count != expected.rows or sum_of(connection, name, self.changed) != self._theirs[name]:
                    raise BuildBroken(
                        f"Expected the rows of {name} as they were built; found others. Run again."
                    )
                found[name] = expected.told(columns)
        return Contents(version=VERSION, tables=found)

    def _replace(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Put the rows of the part in the place of those authorities' rows, table by table."""
        here, part = tables(connection), tables(connection, "part")
        if any(rows(connection, f"select 1 from {place}checks.not_run limit 1") for place in ("", "part.")):
            raise NotRenewed  # a check that stops for one authority stops for all that are built with it
        told = Contents.of_facts(self._before["contents"]).tables
        delivered = {each.source for each in self.plan.force}
        for name in sorted({*here, *part}):
            columns = {column.split(" ")[0] for column in (here.get(name) or part[name]).split(",")}
            if "authority" not in columns:
                if name not in _SHARED and not name.startswith("reference."):
                    raise NotRenewed
                continue
            if name in _OF_ALL:
                continue
            if name not in part and name not in delivered:
                connection.execute(f"drop table {name}")  # an agency's that nobody delivers any more
                continue
            before = sum_of(connection, name, self.changed) if name in here else Sum()
            if name in here:
                connection.execute(f"delete from {name} where {of_authorities(self.changed)}")
            self._theirs[name] = sum_of(connection, f"part.{name}") if name in part else Sum()
            self._expected[name] = (
                (Sum.of(told[name]) if name in here else Sum()) - before + self._theirs[name]
            )
            if name in part:
                self._insert(connection, name, here.get(name), part[name])

    def _insert(
        self, connection: duckdb.DuckDBPyConnection, name: str, columns: str | None, given: str
    ) -> None:
        if columns is None:
            connection.execute(f"create schema if not exists {name.split('.')[0]}")
            connection.execute(f"create table {name} as select * from part.{name}")
        elif columns == given:
            connection.execute(f"insert into {name} select * from part.{name}")
        elif not self._theirs[name].rows:
            pass
        elif not self._expected[name].rows - self._theirs[name].rows:
            connection.execute(f"create or replace table {name} as select * from part.{name}")
        else:
            raise NotRenewed

    def _renewed_whole(self, connection: duckdb.DuckDBPyConnection, steps: Steps) -> dict[str, int]:
        """What is made of all authorities together, made anew only where a figure of those that changed is another."""
        chosen = self.plan.home.settings
        if not chosen.is_region:
            return {}
        old, new = "select * from old_value", "select * from part.scorecard.value"
        connection.execute(
            "create temp table moved as select distinct indicator, period_id from "
            f"(({old} except all {new}) union all ({new} except all {old})) as differing"
        )
        return {"region_values": renew_region(connection, chosen.authority.code, steps.indicators, "moved")}

    def _counts(
        self, connection: duckdb.DuckDBPyConnection, steps: Steps, whole: dict[str, int]
    ) -> dict[str, dict[str, int]]:
        """What every step would say had it been done for all authorities."""

        def count(name: str) -> int:
            return int(rows(connection, f"select count(*) from {name}")[0][0])

        found = dict(rows(connection, "select indicator, count(*) from scorecard.counted group by indicator"))
        return {
            "load": {name: count(name) for name in tables(connection) if is_agency(name) and name != "main.build_step"},
            "core": {table.name: count(table.name) for table in steps.core},
            **{
                f"count {section}": {
                    each.ref: int(found.get(each.ref, 0)) for each in steps.indicators if each.section == section
                }
                for section in steps.sections
            },
            "check": {check.code: count(f"checks.{check.id}") for check in steps.checks},
            "values": {"values": count("scorecard.value"), **whole},
        }  # fmt: skip


def renewal(plan: Plan) -> Renewal | None:
    """What is to be renewed of the month's build before; None where there is none, or not enough of it stays."""
    try:
        before = unsealed(plan.folder / "current.json")
    except SealBroken:
        return None
    parts, path = before.get("parts", {}), plan.folder / f"{before['build']}.duckdb"
    changed = {code for code in {*parts, *plan.parts} if parts.get(code) != plan.parts.get(code)}
    fits = (
        plan.force
        and before.get("common") == plan.common
        and before["contents"]["version"] == VERSION
        and changed
        and len(changed) <= _AT_MOST * len({*parts, *plan.parts})
        and path.exists()
        and path.stat().st_size <= _GROWN * before["whole_size"]
    )
    return Renewal(plan, before, changed) if fits else None


def _copy(source: Path, target: Path, expected: str) -> None:
    """Copy a file. Raises NotRenewed where its bytes are not those expected."""
    target.touch(mode=0o600)
    with ThreadPoolExecutor(1) as beside:
        hashed = beside.submit(file_hash, source)
        copied(source, target)
    if hashed.result() != expected:
        raise NotRenewed
