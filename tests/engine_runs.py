"""One build made again by another engine and held against ours row by row."""

import multiprocessing
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from pipelines.builds import Plan, Work
from pipelines.chosen.engine import EngineChoice
from pipelines.contents import contents
from pipelines.database import database, quoted, rows
from pipelines.engines import elsewhere
from pipelines.engines.engine import Engine, Types
from pipelines.home import Home
from pipelines.settings import Settings
from scorecards.period import Month

T = TypeVar("T")
Moment = Literal["after the first core table", "while indicators are counted"]


@dataclass(frozen=True)
class Loss:
    """A worker, by its process group, that is killed at a moment of the run."""

    worker: int
    moment: Moment

    def strikes(self) -> None:
        os.killpg(self.worker, signal.SIGKILL)


class Losing:
    """An engine whose cluster loses a worker in the middle of its work."""

    def __init__(self, engine: Any, loss: Loss) -> None:
        self._engine = engine
        self._loss = loss
        self._has_struck = False
        self.exchange: Path = engine.exchange

    def take(self, name: str, types: Types, parquet: Path) -> None:
        self._engine.take(name, types, parquet)

    def make(self, name: str, types: Types, query: str) -> Path:
        made: Path = self._engine.make(name, types, query)
        if self._loss.moment == "after the first core table" and not self._has_struck:
            self._has_struck = True
            self._loss.strikes()
        return made

    def answer(self, queries: Iterable[str], types: Types, into: Path) -> Path:
        if self._has_struck:
            return cast(Path, self._engine.answer(queries, types, into))
        self._has_struck = True
        assert self._executors() == 2
        answered = threading.Event()
        watcher = threading.Thread(target=self._strike_at_work, args=(answered,))
        watcher.start()
        found = cast(Path, self._engine.answer(queries, types, into))
        answered.set()
        watcher.join()
        assert self._executors() == 1, "the worker was lost while its tasks ran"
        return found

    def close(self) -> None:
        self._engine.close()

    def _executors(self) -> int:
        """How many executors there are, told without the driver, which is listed with them."""
        return int(self._engine._session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1

    def _strike_at_work(self, answered: threading.Event) -> None:
        """Strike while tasks run."""
        tracker = self._engine._session.sparkContext.statusTracker()
        while not answered.is_set():
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            if any(stage and stage.numActiveTasks for stage in stages):
                self._loss.strikes()
                return
            time.sleep(0.01)


def again(ours: Settings, month: Month, choice: EngineChoice, folder: Path, loss: Loss | None = None) -> Path:
    """The build of a month made again in a copy of our home under `folder`, by the engine chosen."""
    if loss is not None:
        start = elsewhere.started

        def started(choice: EngineChoice, exchange: Path) -> Engine:
            return Losing(start(choice, exchange), loss)

        elsewhere.started = started
    copy = Home(replace(ours, home=folder / "home", engine=choice))
    shutil.copytree(ours.home, copy.folder, ignore=shutil.ignore_patterns("builds", "ledger.lock"))
    with copy.ledger.writing():
        return Work(Plan(copy, month)).finish()


def in_a_process(work: Callable[..., T], *arguments: Any) -> T:
    """Work done in a process of its own: a process has one Java, of one kind, until its end."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def differences(one: Path, other: Path) -> list[str]:
    """The tables of two builds that do not hold the same, by the hash of their rows."""
    return contents(one).differences(contents(other))


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What two builds hold of counts, and in how many rows they differ."""

    authorities: int
    indicators: int
    windows: int
    breakdowns: int
    cells: int
    counts_that_differ: int
    values: int
    values_that_differ: int
    core_rows: int
    tables_that_differ: tuple[str, ...]


def compared(one: Path, other: Path) -> Compared:
    """Two builds held against each other row by row, both ways."""
    with database(one, read_only=True) as connection, database(reaches=[one.parent, other.parent]) as both:
        ((authorities, indicators, windows, breakdowns, cells),) = rows(
            connection,
            "select count(distinct authority), count(distinct indicator), count(distinct period_id), "
            "count(distinct breakdown) filter (where breakdown <> ''), count(*) from scorecard.counted",
        )
        ((values,),) = rows(connection, "select count(*) from scorecard.value")
        for name, path in (("one", one), ("other", other)):
            both.execute(f"attach {quoted(str(path))} as {name} (read_only)")
        differ = {
            table: rows(
                both,
                f"select (select count(*) from (from one.{table} except all from other.{table})) "
                f"+ (select count(*) from (from other.{table} except all from one.{table}))",
            )[0][0]
            for table in ("scorecard.counted", "scorecard.value")
        }
    held = contents(one)
    return Compared(
        authorities=authorities,
        indicators=indicators,
        windows=windows,
        breakdowns=breakdowns,
        cells=cells,
        counts_that_differ=differ["scorecard.counted"],
        values=values,
        values_that_differ=differ["scorecard.value"],
        core_rows=sum(count for name, count in held.rows.items() if name.startswith("core.")),
        tables_that_differ=tuple(differences(one, other)),
    )
