"""A build from its first step to the moment when the month's pointer names it."""

import os
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from pipelines.builds.left_out import leave_out
from pipelines.builds.plan import Plan
from pipelines.builds.pointer import BUILT, source_lines
from pipelines.builds.renewal import NotRenewed, Renewal, renewal
from pipelines.builds.steps import BuildBroken, Steps, remove, steps_done
from pipelines.contents import Contents, contents
from pipelines.database import database, let_go
from pipelines.files import write_whole
from pipelines.sealed import file_hash, sealed

Counts = dict[str, int]
_STOPPED = "Expected rows that every query can read; found some that stop one ({kind})."


class Work:
    """A build while it is being made. Every step may be asked for by itself and brings what it needs with it.

    Where the build before it is of almost the same parts, only the authorities that changed are built, and put in the
    place of their old rows in a copy; the steps then tell what they did for those. An authority that cannot be built is
    left out, with a line in the ledger, and the plan is made again without it: hold the ledger's `writing()`.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._is_whole = False

    def load(self) -> Counts:
        """Agency tables in force and reference tables; rows by agency table."""
        return self._asked("load", lambda: self._steps.load())

    def make_core(self) -> Counts:
        """The core tables; rows by table."""
        return self._asked("core", lambda: self._steps.make_core())

    def count(self, section: str) -> Counts:
        """The figures of a section's indicators; result rows by ref."""
        return self._asked(f"count {section}", lambda: self._steps.count(section))

    def check(self) -> Counts:
        """The checks, after every indicator is counted; wrong rows by code."""
        return self._asked("check", lambda: self._steps.check())

    @property
    def sections(self) -> list[str]:
        """The sections that have indicators."""
        return self._steps.sections

    def finish(self) -> Path:
        """Complete the values, verify, and name this build as the month's current one."""
        if self.plan.is_current:
            return self.plan.path
        self._complete()
        while not self._is_merged():
            self._complete()
        self._verify()
        with ThreadPoolExecutor(1) as beside:  # the bytes, while the rows are read
            hashed = beside.submit(file_hash, self._beside)
            held = contents(self._beside) if self._renewal is None else self._renewal.contents()
        for path in (self._beside, self.plan.path):
            let_go(path)
        for path in self.plan.folder.glob(".*.duckdb*"):  # what runs left that never became a build
            if path != self._beside:
                remove(path)
        self._put_in_place(held, hashed.result())
        return self.plan.path

    def _complete(self) -> None:
        if self._renewal is not None:
            self._renewal.begin()
        self._surviving(lambda: self._steps.complete())

    @property
    def _beside(self) -> Path:
        whole = self.plan.folder / f".{self.plan.build_id}.duckdb"
        return whole if self._renewal is None else self._renewal.copy

    @cached_property
    def _renewal(self) -> "Renewal | None":
        """What is to be renewed in a copy of the build before; None where the whole is to be built."""
        return None if self._is_whole else renewal(self.plan)

    @cached_property
    def _steps(self) -> Steps:
        if self._renewal is None:
            return Steps(self.plan, self._beside)
        return Steps(self.plan, self._renewal.scratch, self._renewal.changed)

    def _asked(self, name: str, step: Callable[[], Counts]) -> Counts:
        if self.plan.is_current:
            return steps_done(self.plan.path, read_only=True)[name]
        return dict(self._surviving(step))

    def _surviving(self, step: Callable[[], Any]) -> Any:
        """Do a step; where it fails for some of several authorities, leave these out and do it for the others."""
        while True:
            try:
                return step()
            except BuildBroken as broken:
                if not self._is_left_out(broken.authorities, str(broken)):
                    raise
            except duckdb.DataError as stopped:  # its words hold values
                codes = sorted(self._steps.authorities)
                if not self._is_left_out(
                    self._stopped_by(codes), _STOPPED.format(kind=type(stopped).__name__)
                ):
                    raise

    def _is_left_out(self, broken: Collection[str], reason: str) -> bool:
        """Plan again without authorities that cannot be built; False where nothing would be left to build."""
        if not leave_out(self.plan, broken, reason):
            return False
        self._steps.begin_again()
        self.plan = Plan(self.plan.home, self.plan.month)
        self._begin_again()
        return True

    def _stopped_by(self, codes: list[str]) -> set[str]:
        """Which of some authorities stop a query, found by building halves of them."""
        trial = Steps(self.plan, self.plan.folder / f".{self.plan.build_id}.trial.duckdb", codes)
        remove(trial.path)
        try:
            trial.complete()
        except BuildBroken as broken:
            return {*broken.authorities}
        except duckdb.DataError:
            if len(codes) == 1:
                return {*codes}
        else:
            return set()
        half = len(codes) // 2
        return self._stopped_by(codes[:half]) | self._stopped_by(codes[half:])

    def _is_merged(self) -> bool:
        """Replace what was built in a copy of the build before; False where that cannot be used and all is to be built."""
        if self._renewal is None:
            return True
        try:
            self._renewal.merge(self._steps)
        except NotRenewed:
            remove(self._renewal.copy)
            self._is_whole = True
            self._begin_again()
        return not self._is_whole

    def _begin_again(self) -> None:
        for made in ("_renewal", "_steps"):
            self.__dict__.pop(made, None)

    def _verify(self) -> None:
        """Read the finished file from the disk and refuse it unless every part is there."""
        in_one_file(self._beside)
        missing = self._steps.names - set(steps_done(self._beside, read_only=True))
        if missing:
            raise BuildBroken(
                f"Expected every step in the build; missing: {', '.join(sorted(missing))}. Run again."
            )

    def _put_in_place(self, held: Contents, sha256: str) -> None:
        """Tell the ledger what this build holds, so that one made again can be held against it, and name it."""
        plan = self.plan
        remains = sorted(self._renewal.remains) if self._renewal is not None else []
        facts: dict[str, Any] = {
            "build": plan.build_id,
            "month": str(plan.month),
            "sha256": sha256,
        }
        told = {**facts, "contents": held.hash, "version": held.version} | (
            {"remains": remains} if remains else {}
        )
        with plan.home.ledger.writing() as ledger:
            known = [each.facts for each in ledger.of(BUILT) if each.facts["build"] == plan.build_id]
            if told not in known[-1:]:
                ledger.append(BUILT, **told)
        pointer = {
            **facts,
            "sources": source_lines(plan.force),
            "contents": held.facts(),
            "common": plan.common,
            "parts": plan.parts,
            "remains": remains,
            "whole_size": self._renewal.whole_size if self._renewal else self._beside.stat().st_size,
            "left_out": {each.authority: bool(each.stands) for each in plan.left_out},
        }
        os.replace(self._beside, plan.path)
        write_whole(plan.folder / "current.json", sealed(pointer))


def in_one_file(path: Path) -> None:
    """Close a database and see that all of it is in its file. Where a disk is full, DuckDB closes without a word and leaves
    the last changes in a log beside it, which is read as if it were a part: until only the file is named."""
    let_go(path)
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        with database(path) as connection:
            connection.execute("force checkpoint")
        let_go(path)
    if log.exists():
        raise BuildBroken(
            "Expected the whole build in one file; found a part of it in a log beside, as where a disk is full. "
            "Free some disk and run again."
        )
