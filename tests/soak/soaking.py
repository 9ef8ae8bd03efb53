"""Years of months, one after the other, through Dagster and DuckDB in this one process, and what that leaves behind."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

import pytest

from pipelines.builds import SQL
from pipelines.status.due import due_months
from scorecards.indicator import indicators
from scorecards.period import Month
from tests.made_up_inbox import Partnership, every_value
from tests.soak.years import Years

FIRST = Month.parse("2023-01")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One month of the soak: runs made, seconds they took, and what stood afterwards: megabytes of this process's
    memory, open file handles, and megabytes of the home, of its builds, of its ledger and of Dagster's own files."""

    month: Month
    runs: int
    seconds: float
    memory: float
    handles: int
    home: float
    builds: float
    ledger: float
    dagster: float


@dataclass(kw_only=True)
class Soak:
    """What a soak found. `drift` counts values of the last month's build that differ from those of a home that took
    everything in at once; what tells when files came is out of it."""

    years: Years
    samples: list[Sample] = field(default_factory=list)
    is_kept: bool = True
    values: int = 0
    drift: int = -1
    left: int = -1

    def slope(self, of: Callable[[Sample], float], *, after: int) -> float:
        """How much something grows a month, by least squares over the months after the first so many."""
        points = self.samples[after:]
        return linear_regression(range(len(points)), [of(each) for each in points]).slope

    @property
    def seconds_a_run(self) -> float:
        """The median month's seconds for a run."""
        return median(each.seconds / each.runs for each in self.samples if each.runs)


def soak(
    folder: Path,
    months: int,
    *,
    is_kept: bool = True,
    tell: Callable[[Sample], None] = lambda sample: None,
) -> Soak:
    """Drop and refresh month after month in `folder`, each as the schedule would, then hold the end against a home that
    saw everything at once. Dagster's history is kept in SQLite unless told otherwise, which makes a run twice as quick."""
    from pipelines.orchestration.running import run

    years = Years(FIRST, months)
    place = Partnership(folder / "soaked", more_settings=_settings(years))
    found = Soak(years=years, is_kept=is_kept)
    place.home.open()
    with _environment(folder / "dagster" if is_kept else None):
        coming = years.drops()
        for month in FIRST.until(years.last.plus(1)):  # in the last round only what came late comes
            for drop in [each for each in coming if each.comes == month]:
                place.drop(drop.place, drop.data)
            started, runs = time.monotonic(), 0
            while due := due_months(place.home, month.plus(1).first_day):
                run("refresh", str(due[0]), place.home.settings)
                runs += 1
                assert runs < 40, "months that stay due"
            sample = _sample(month, runs, time.monotonic() - started, place, folder / "dagster")
            found.samples.append(sample)
            tell(sample)
        found.left = len(due_months(place.home, years.last.plus(2).first_day))
    at_once = Partnership(folder / "at-once", more_settings=_settings(years))
    at_once.inbox.rmdir()
    at_once.inbox.symlink_to(place.inbox)
    at_once.home.settings.key.write_bytes(place.home.settings.key.read_bytes())
    soaked = _values(place.build(years.last))
    fresh = _values(at_once.refresh(years.last))
    found.values, found.drift = len(soaked), len(soaked ^ fresh)
    return found


def _values(path: Path) -> set[tuple[Any, ...]]:
    """Every value of a build but those that tell when files came, which is another day for whoever takes all in at once."""
    arrival = {
        each.ref
        for each in indicators(SQL)
        if any(table.startswith("reference.agency_") for table in each.tables)
    }
    return {row for row in every_value(path) if row[1] not in arrival}


def _settings(years: Years) -> str:
    return f'[due]\nuntil = "{years.last}"\n'


def _sample(month: Month, runs: int, seconds: float, place: Partnership, dagster: Path) -> Sample:
    gc.collect()
    home = place.home.folder
    return Sample(
        month=month,
        runs=runs,
        seconds=seconds,
        memory=_memory(),
        handles=len(os.listdir("/proc/self/fd")),
        home=_megabytes(home),
        builds=_megabytes(place.home.builds),
        ledger=(home / "ledger.jsonl").stat().st_size / 1e6,
        dagster=_megabytes(dagster),
    )


def _memory() -> float:
    """This process's resident memory in megabytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


@contextmanager
def _environment(dagster: Path | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCORECARD_EXPECTATIONS", "off")
        if dagster is None:
            patch.delenv("DAGSTER_HOME", raising=False)
        else:
            patch.setenv("DAGSTER_HOME", str(dagster))
        yield
