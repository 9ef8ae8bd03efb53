"""Builds: one DuckDB file for a month, made beside, checked, and only then named by the month's pointer.

A build is named by what it is made from. The same deliveries, SQL, facts and settings give the same build, so running
again does nothing, and a run that was killed is finished by running again.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines import fingerprint
from pipelines.contents import contents
from pipelines.database import database, frame, lent, let_go, quoted, rows
from pipelines.files import write_whole
from pipelines.force import InForce, in_force
from pipelines.history import differences, standing_rows
from pipelines.home import Home
from pipelines.inbox import KINDS
from pipelines.intake import deliveries
from pipelines.progress import say
from pipelines.published_figures import known_editions
from pipelines.punctuality import agency_reports, agency_returns
from pipelines.reference import check_calendar, load_reference, reference_files
from pipelines.region_values import complete_region
from pipelines.sealed import file_hash, sealed
from pipelines.settings import HERE, ROOT
from pipelines.values import complete_values, count_indicator, make_value_tables
from scorecards.check import Check, checks
from scorecards.core_table import CoreTable, core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.period import Month
from scorecards.query import columns_returned
from scorecards.reference_table import TOLD_DIFFERENTLY

if TYPE_CHECKING:
    from pipelines.engines.elsewhere import Elsewhere

SQL = ROOT / "sql"
BUILT = "built"
"""The event of a finished build: its month and name, the hashes of its file and contents, and DuckDB's version."""


class NoBuild(Exception):
    """There is no build of a month; the words say how to make one."""


class BuildBroken(Exception):
    """A build that failed its own checks and was not put in place."""


@dataclass(frozen=True)
class Plan:
    """What a build of `month` is to be made from, told from the ledger and the files alone."""

    home: Home
    month: Month

    @cached_property
    def force(self) -> list[InForce]:
        """The deliveries in force."""
        return in_force(deliveries(self.home).values(), self.home.settings, self.month)

    @cached_property
    def build_id(self) -> str:
        """The name of the build: the hash of everything that decides a value in it."""
        overlay = self.home.settings.overlay
        code = [ROOT / "pipelines" / name for name in ("builds.py", "values.py", "reference.py", "force.py")]
        own = [*overlay.glob("indicators/*/*.sql"), *overlay.glob("checks/*.sql")]
        files = [*SQL.rglob("*.sql"), *reference_files(overlay), *own, *code]
        force = [(part.delivery.authority, part.source, part.delivery.folder_name) for part in self.force]
        told: list[Any] = [table(self.home, self.month).rows() for table in (agency_returns, agency_reports)]
        told.append([each.figures for each in known_editions(self.home, self.month)])
        chosen = self.home.settings
        history = {agency: str(month) for agency, month in chosen.history_from.items()}
        settings = [chosen.names, chosen.standards, str(chosen.reported_from), history, chosen.year_start]
        return fingerprint.of_files(files, str(self.month), force, told, settings)[:12]

    @property
    def folder(self) -> Path:
        """The folder of the month's builds."""
        return self.home.builds / str(self.month)

    @property
    def path(self) -> Path:
        """The finished build's file."""
        return self.folder / f"{self.build_id}.duckdb"

    @property
    def is_current(self) -> bool:
        """Whether the month's pointer names exactly this build, and its file is as it was written."""
        pointer = current(self.home, self.month) or {}
        return (
            pointer.get("build") == self.build_id
            and self.path.exists()
            and pointer.get("sha256") in (None, _hash_of(self.path))
        )


def _hash_of(path: Path) -> str:
    facts = path.stat()
    return _hashed(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=64)
def _hashed(path: Path, changed: int, size: int) -> str:
    return file_hash(path)


def current(home: Home, month: Month) -> dict[str, Any] | None:
    """What the month's pointer says of its newest good build, or None."""
    path = home.builds / str(month) / "current.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def build_path(home: Home, month: Month | None = None) -> Path:
    """The file of the newest good build of `month`, or of the newest month that has one."""
    months = (
        [month]
        if month
        else sorted(Month.parse(path.parent.name) for path in home.builds.glob("*/current.json"))
    )
    for known in reversed(months):
        pointer = current(home, known)
        if pointer:
            return home.builds / str(known) / f"{pointer['build']}.duckdb"
    wanted = f"of {month} " if month else ""
    raise NoBuild(f"Expected a build {wanted}in {home.folder}; found none. Run `scorecard refresh`.")


class Work:
    """A build while it is being made. Every step may be asked for by itself and brings what it needs with it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._beside = plan.folder / f".{plan.build_id}.duckdb"
        self._connection: duckdb.DuckDBPyConnection | None = None

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

    def load(self) -> dict[str, int]:
        """Agency tables in force and reference tables; rows by agency table."""
        return self._step("load", self._load)

    def make_core(self) -> dict[str, int]:
        """The core tables; rows by table."""
        self.load()
        return self._step("core", self._make_core)

    def count(self, section: str) -> dict[str, int]:
        """The figures of a section's indicators; result rows by ref."""
        self.make_core()
        return self._step(f"count {section}", lambda connection: self._count(connection, section))

    def check(self) -> dict[str, int]:
        """The checks, after every indicator is counted; wrong rows by code."""
        for section in self.sections:
            self.count(section)
        return self._step("check", self._check)

    def finish(self) -> Path:
        """Complete the values, verify, and name this build as the month's current one."""
        if self.plan.is_current:
            return self.plan.path
        if "values" not in self._done:
            with self._opened():
                self.check()
                self._step("values", self._complete)
        for path in (self._beside, self.plan.path):
            let_go(path)
        self._verify()
        held = contents(self._beside)
        let_go(self._beside)
        facts = {
            "build": self.plan.build_id,
            "month": str(self.plan.month),
            "sha256": file_hash(self._beside),
        }
        self._record(**facts, contents=held.hash, version=held.version)
        pointer = {**facts, "sources": self._source_lines(), "contents": held.facts()}
        os.replace(self._beside, self.plan.path)
        write_whole(self.plan.folder / "current.json", sealed(pointer))
        if self._elsewhere is not None:
            self._elsewhere.close()
        self._remove_unfinished()
        return self.plan.path

    @cached_property
    def sections(self) -> list[str]:
        """The sections that have indicators."""
        return sorted({indicator.section for indicator in self.indicators})

    def _step(self, name: str, work: Callable[[duckdb.DuckDBPyConnection], dict[str, int]]) -> dict[str, int]:
        """Do a step once, in one transaction with its own record, so that a kill leaves it done or not begun."""
        if name not in self._done:
            say(f"Building {self.plan.month}: {name}")
            with self._opened() as connection:
                connection.execute("begin")
                connection.execute("create table if not exists build_step (step varchar, counts varchar)")
                counts = work(connection)
                connection.execute("insert into build_step values (?, ?)", [name, json.dumps(counts)])
                connection.execute("commit")
            self._done[name] = counts
        return self._done[name]

    @contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The unfinished file, opened once for all the steps asked for inside: opening takes longer than most steps."""
        if self._connection is not None:
            yield self._connection
            return
        self.plan.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with database(self._beside, reaches=self._reaches) as self._connection:
            try:
                yield self._connection
            finally:
                self._connection = None

    @property
    def _exchange(self) -> Path:
        """The folder by which rows go to another engine and back."""
        beside = self.plan.home.settings.engine.exchange or self.plan.folder
        return beside / f".{self.plan.build_id}.exchange"

    @property
    def _reaches(self) -> list[Path]:
        return [self.plan.home.rows, self._exchange]

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
        """The counts of the steps that are done; a file that a kill or a full disk left unreadable is begun anew."""
        is_current = self.plan.is_current
        path = self.plan.path if is_current else self._beside
        if not path.exists():
            return {}
        try:
            with database(path, read_only=is_current) as connection:
                found = rows(connection, "select step, counts from build_step")
        except duckdb.Error:
            if is_current:
                raise
            self._remove_unfinished()
            return {}
        return {step: dict(json.loads(counts)) for step, counts in found}

    def _remove_unfinished(self) -> None:
        """Remove what runs of this month left that never became a build."""
        for path in self.plan.folder.glob(".*.duckdb*"):
            let_go(path)
            path.unlink()

    def _load(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        load_reference(connection, self.plan.home, self.plan.month, self.plan.force)
        check_calendar(connection, self.plan.home.settings, self.plan.month)
        for path in sorted((SQL / "macros").glob("*.sql")):
            connection.execute(path.read_text(encoding="utf-8"))
        read = [*(each.tables for each in self.core), *(each.tables for each in self.checks)]
        wanted = sorted({table for tables in read for table in tables if _is_agency(table)})
        by_source: dict[str, list[InForce]] = {}
        for part in self.plan.force:
            by_source.setdefault(part.source, []).append(part)
        counts = {}
        for table in sorted({*wanted, *by_source}):
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            query = self._agency_rows(table, by_source.get(table, []))
            counts[table] = rows(connection, f"create table {table} as {query}")[0][0]
        for table, parts in by_source.items():
            if KINDS[table.split(".")[0]] == "snapshot" and _stand_together(parts):
                told = differences(table, _key(table), _names(table), parts, self._delivered(table, parts))
                if told is not None:
                    connection.execute(f"insert into reference.{TOLD_DIFFERENTLY} by name {told}")
        return counts

    def _delivered(self, table: str, parts: list[InForce]) -> str:
        """A query for the rows of a table in all files in force, as delivered."""
        files = [str(self.plan.home.rows / part.delivery.folder_name / f"{table}.parquet") for part in parts]
        return f"select * from read_parquet([{', '.join(map(quoted, files))}], union_by_name = true)"

    def _agency_rows(self, table: str, parts: list[InForce]) -> str:
        """A query for the rows in force; of a reference that several months deliver the latest row stands, and of a
        provider that sent several files of a month the newest file."""
        if not parts:
            return _empty(table)
        arrival = {part.delivery.delivery_id: number for number, part in enumerate(parts)}
        read = self._delivered(table, parts)
        kind = KINDS[table.split(".")[0]]
        if len(parts) == 1 or not (
            kind in ("month", "year_to_date") or (kind == "snapshot" and _stand_together(parts))
        ):
            return read
        arrived = _case({delivery: str(number) for delivery, number in arrival.items()})
        if kind == "snapshot":  # each file tells a part of a record, or some months of its history
            read = standing_rows(table, _key(table), parts, read)
            names = [name for name in _names(table) if name not in ("authority", *_key(table))]
            told = ", ".join(f"any_value({name} order by {arrived} desc) as {name}" for name in names)
            return (
                f"select authority, {', '.join(_key(table))}, {told} from ({read}) as delivered group by all"
            )
        newest = (
            f"row_number() over (partition by authority, {', '.join(_key(table))} order by {arrived} desc"
        )
        newest += ", sheet_number, row_number)"
        if kind == "year_to_date":
            month = _case({part.delivery.delivery_id: quoted(part.delivery.month) for part in parts})
            newest = f"dense_rank() over (partition by authority, provider, {month} order by {arrived} desc)"
        ranked = f"select *, {newest} as newest from ({read}) as delivered"
        return f"select * exclude (newest) from ({ranked}) as ranked where newest = 1"

    def _make_core(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        connection.execute("create schema if not exists core")
        counts = {}
        for table in self.core:
            if self._elsewhere is not None:
                self._elsewhere.make(connection, table)
            else:
                connection.execute(f"create table {table.name} as {table.typed_sql}")
            self._verify_key(connection, table)
            counts[table.name] = rows(connection, f"select count(*) from {table.name}")[0][0]
        return counts

    @staticmethod
    def _verify_key(connection: duckdb.DuckDBPyConnection, table: CoreTable) -> None:
        """Refuse a core table whose key is not one."""
        keys = ", ".join(table.key)
        again = f"select count(*) from (select {keys} from {table.name} group by {keys} having count(*) > 1) as again"
        found = rows(connection, again)[0][0]
        if found:
            raise BuildBroken(f"Expected one row of {table.name} for each {keys}; found {found} with more.")

    def _count(self, connection: duckdb.DuckDBPyConnection, section: str) -> dict[str, int]:
        make_value_tables(connection)
        asked = [each for each in self.indicators if each.section == section]
        if self._elsewhere is not None:
            return self._elsewhere.count(connection, asked)
        return {each.ref: count_indicator(connection, each) for each in asked}

    def _check(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        connection.execute("create schema if not exists checks")
        connection.execute(
            "create table checks.mark (authority varchar, indicator varchar, period_id varchar, code varchar)"
        )
        connection.execute("create table checks.not_run (code varchar)")
        counts = {}
        for check in self.checks:
            if not self._run(connection, check):
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
    def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> bool:
        """Keep what a check finds; one that cannot be run is written down as such and has found nothing.

        It runs beside the step's transaction, which an error would end.
        """
        try:
            found = frame(connection.cursor(), check.sql)
        except duckdb.Error:
            connection.execute("insert into checks.not_run values (?)", [check.code])
            connection.execute(f"create table checks.{check.id} (authority varchar, period_id varchar)")
            return False
        with lent(connection, "found", found):
            connection.execute(f"create table checks.{check.id} as select * from found")
        return True

    def _complete(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        counts = {"values": complete_values(connection, self.indicators, self.core)}
        chosen = self.plan.home.settings
        if chosen.is_region:
            counts["region_values"] = complete_region(connection, chosen.authority.code, self.indicators)
        return counts

    def _verify(self) -> None:
        """Read the finished file from the disk and refuse it unless every part is there."""
        with database(self._beside, read_only=True) as connection:
            steps = {step for (step,) in rows(connection, "select step from build_step")}
            missing = {
                "load",
                "core",
                "check",
                "values",
                *(f"count {section}" for section in self.sections),
            } - steps
            if missing:
                raise BuildBroken(
                    f"Expected every step in the build; missing: {', '.join(sorted(missing))}. Run again."
                )

    def _record(self, **facts: str) -> None:
        """Tell the ledger what this build holds, so that one made again can be held against it."""
        with self.plan.home.ledger.writing() as ledger:
            if facts not in [record.facts for record in ledger.of(BUILT)]:
                ledger.append(BUILT, **facts)

    def _source_lines(self) -> list[dict[str, Any]]:
        return [
            {"authority": part.delivery.authority, "source": part.source, "delivery": part.delivery.delivery_id,
             "month": part.delivery.month, "sha256": part.delivery.sha256}
            for part in self.plan.force
        ]  # fmt: skip


def _is_agency(table: str) -> bool:
    return table.split(".")[0] not in ("core", "reference", "scorecard", "checks")


def _model(table: str) -> Any:
    from sources.catalogue import sources

    return next(source.table for source in sources(table.split(".")[0]) if source.name == table)


def _case(answers: dict[str, str]) -> str:
    """A SQL expression of the delivery: its answer by its id."""
    whens = " ".join(f"when {quoted(delivery)} then {answer}" for delivery, answer in answers.items())
    return f"case delivery_id {whens} end"


def _stand_together(parts: list[InForce]) -> bool:
    """Whether several files of one authority are in force together."""
    return len({part.delivery.authority for part in parts}) < len(parts)


def _names(table: str) -> Iterable[str]:
    from schemas.table import polars_schema

    return polars_schema(_model(table))


def _key(table: str) -> Iterable[str]:
    from schemas.table import key

    return key(_model(table))


_SQL_TYPES = {
    "String": "varchar",
    "Date": "date",
    "Boolean": "boolean",
    "Int32": "integer",
    "Int64": "bigint",
    "Datetime": "timestamp",
    "Decimal": "decimal(10,2)",
}


def _empty(table: str) -> str:
    """A query for no rows of an agency table that nobody delivered."""
    from schemas.table import polars_schema

    columns = [
        f"cast(null as {_SQL_TYPES[str(kind).split('(')[0]]}) as {name}"
        for name, kind in polars_schema(_model(table)).items()
    ]
    return f"select {', '.join(columns)} where false"
