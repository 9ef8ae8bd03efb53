"""A made-up partnership's files and builds for the slow tests, made once for each seed and kept until the end."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pipelines.builds import Plan, Work
from pipelines.home import Home
from pipelines.inbox import AGENCIES
from pipelines.intake import Intake
from pipelines.settings import settings
from scorecards.period import Month
from sources.synthetic.sample import write_sample

LAST = Month.parse("2023-03")


def inbox(seed: int, truth: int = 12) -> Path:
    """The folder of a seed's files, with the answers of the last `truth` months beside them."""
    return _inbox(seed, truth)


def home(seed: int, truth: int = 12) -> Home:
    """The home of a seed, with the builds that were asked for."""
    return _home(seed, truth)


def built(seed: int, month: Month, truth: int = 12) -> Path:
    """The build of a month, made by the engine without Dagster."""
    return _built(seed, month, truth)


# Kept by functions without defaults: to a cache, an argument left out is another one than the same argument given.


@cache
def _inbox(seed: int, truth: int) -> Path:
    folder = Path(mkdtemp(prefix="made-up-"))
    write_sample(
        folder, first="2021-04", last=str(LAST), seed=seed, scale=1, faults="none", progress=None, truth=truth
    )
    return folder


@cache
def _home(seed: int, truth: int) -> Home:
    folder = Path(mkdtemp(prefix="home-"))
    place = Home(settings(inbox=inbox(seed, truth), home=folder / "home"))
    place.open()
    return place


@cache
def _built(seed: int, month: Month, truth: int) -> Path:
    place = home(seed, truth)
    with place.ledger.writing():
        intake = Intake(place)
        for agency in AGENCIES:
            intake.take_agency(agency, month)
        return Work(Plan(place, month)).finish()
