"""A made-up partnership's files and builds for the slow tests, made once for each seed and kept until the end of the run."""

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock

from pipelines.builds import Plan, Work
from pipelines.home import Home
from pipelines.inbox import AGENCIES
from pipelines.intake import Intake
from pipelines.settings import Settings, settings
from scorecards.period import Month
from sources.synthetic.sample import write_sample
from tests.run_folder import run_folder

LAST = Month.parse("2023-03")


def inbox(seed: int, truth: int = 12) -> Path:
    """The folder of a seed's files, with the answers of the last `truth` months beside them."""
    return _inbox(seed, truth)


def home(seed: int, truth: int = 12) -> Home:
    """This process's home of a seed, with the last month's build and those that were asked for."""
    return Home(_settings(seed, truth))


def built(seed: int, month: Month, truth: int = 12) -> Path:
    """The build of a month, made by the engine without Dagster."""
    return _built(seed, month, truth)


# Kept by functions without defaults: to a cache, an argument left out is another one than the same argument given.


@cache
def _inbox(seed: int, truth: int) -> Path:
    folder = run_folder() / f"inbox-{seed}-{truth}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            beside = folder.with_suffix(".unfinished")
            write_sample(
                beside,
                first="2021-04",
                last=str(LAST),
                seed=seed,
                scale=1,
                faults="none",
                progress=None,
                truth=truth,
            )
            beside.rename(folder)
    return folder


@cache
def _made(seed: int, truth: int) -> Settings:
    """A home with the last month's build that nobody changes."""
    folder = run_folder() / f"home-{seed}-{truth}"
    chosen = settings(inbox=inbox(seed, truth), home=folder / "home")
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            _build(Home(chosen), LAST)
            (folder / "made").touch()
    return chosen


@cache
def _settings(seed: int, truth: int) -> Settings:
    """A copy of it for this process."""
    made, folder = _made(seed, truth), Path(mkdtemp(prefix="home-", dir=run_folder()))
    shutil.copytree(made.home.parent, folder, dirs_exist_ok=True)
    return replace(made, home=folder / made.home.name, key=folder / made.key.name)


@cache
def _built(seed: int, month: Month, truth: int) -> Path:
    return _build(home(seed, truth), month)


def _build(place: Home, month: Month) -> Path:
    place.open()
    with place.ledger.writing():
        intake = Intake(place)
        for agency in AGENCIES:
            intake.take_agency(agency, month)
        return Work(Plan(place, month)).finish()
