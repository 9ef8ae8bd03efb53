"""A made-up partnership's files and builds for the slow tests, made once for each seed and kept until the end of the run."""

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from filelock import FileLock

from pipelines.builds import Plan, Work
from pipelines.home import Home
from pipelines.intake.inbox import AGENCIES
from pipelines.intake.intake import Intake
from pipelines.settings import Settings, settings
from scorecards.period import Month
from sources.synthetic import sample
from sources.synthetic.entry import Books
from sources.synthetic.inbox import SNAPSHOT_MONTHS
from sources.synthetic.truth.answers import Answer
from tests.run_folder import run_folder

LAST = Month.parse("2023-03")
DEFAULT = 0
"""The seed of which most is asked, so that most tests share its files and builds."""
ANSWERED = ("2022-04", "2022-10", str(LAST))
"""The months whose answers stand beside the default seed's files; beside those of others the last one's do. To count the
answers of a month by themselves takes as long as to write the files of a year."""


@cache
def inbox(seed: int) -> Path:
    """The folder of a seed's files, with the answers of some months beside them."""
    folder = run_folder() / f"inbox-{seed}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            beside = folder.with_suffix(".unfinished")
            truth = SNAPSHOT_MONTHS if seed == DEFAULT else 1
            with patch.object(sample, "_answers", _some_answers):
                sample.write_sample(
                    beside, first="2021-04", last=str(LAST), seed=seed, scale=1, faults="none", progress=None, truth=truth
                )  # fmt: skip
            beside.rename(folder)
    return folder


def home(seed: int) -> Home:
    """This process's home of a seed, with the last month's build and those that were asked for."""
    return Home(_settings(seed))


@cache
def built(seed: int, month: Month) -> Path:
    """The build of a month, made by the engine without Dagster."""
    return _build(home(seed), month)


_every_answer = sample._answers


def _some_answers(books: Books, authority: str, first: str, month: str) -> list[Answer]:
    return _every_answer(books, authority, first, month) if month in ANSWERED else []


@cache
def _made(seed: int) -> Settings:
    """A home with the last month's build that nobody changes."""
    folder = run_folder() / f"home-{seed}"
    chosen = settings(inbox=inbox(seed), home=folder / "home")
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            _build(Home(chosen), LAST)
            (folder / "made").touch()
    return chosen


@cache
def _settings(seed: int) -> Settings:
    """A copy of it for this process."""
    made, folder = _made(seed), Path(mkdtemp(prefix="home-", dir=run_folder()))
    shutil.copytree(made.home.parent, folder, dirs_exist_ok=True)
    return replace(made, home=folder / made.home.name, key=folder / made.key.name)


def _build(place: Home, month: Month) -> Path:
    place.open()
    with place.ledger.writing():
        intake = Intake(place)
        for agency in AGENCIES:
            intake.take_agency(agency, month)
        return Work(Plan(place, month)).finish()
