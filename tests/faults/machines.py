"""Disks that fill up, cannot be written or are gone, clocks that go back, and two runs at once."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from unittest.mock import patch

from tests.faults import kills, work
from tests.faults.deeds import DEEDS, States
from tests.faults.trials import Fault

FULL, NOT_WRITABLE, GONE = "The disk is full", "A folder is read-only", "The output folder is gone"
CLOCK, TWICE = "The clock goes back", "Two at once"
FREE = (50_000, 400_000, 2_000_000, 6_000_000, 10_000_000, 14_000_000)
"""Bytes that are left on a disk that fills up: each is used up at another stage of the month's work."""
NIGHTS = {
    "a year back": datetime(2025, 3, 30, 1, 30, tzinfo=UTC),
    "the hour that is left out, 29 March 2026": datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    "half past one, the first time, 25 October 2026": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "half past one, the second time, 25 October 2026": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
}
"""Moments at which work is done that was begun later."""


class NoDisk(Exception):
    """This machine lets nobody mount a disk."""


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of its own that can be filled or made read-only. Raises NoDisk."""
    place.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", "size=400m", "tmpfs", str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


@contextmanager
def disk_if_possible(place: Path) -> Iterator[Path | None]:
    """A disk of its own where one can be mounted, else None."""
    with ExitStack() as stack:
        disk = None
        with suppress(NoDisk):
            disk = stack.enter_context(small_disk(place))
        yield disk


def _mount(*options: str) -> None:
    try:
        done = subprocess.run(["mount", *options], check=False, capture_output=True)
    except OSError:
        raise NoDisk from None
    if done.returncode:
        raise NoDisk


def full(disk: Path) -> Iterator[Fault]:
    """The month's work on a disk with little room, for tries whose place is on `disk`."""

    def starve(place: Path, free: int) -> None:
        ballast = disk / "ballast"
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(room - free, 1))
        _at_work("month", place)
        ballast.unlink()

    for free in FREE:
        yield Fault(FULL, f"{free:,} bytes left", DEEDS["month"], lambda place, n=free: starve(place, n))


def read_only() -> Iterator[Fault]:
    """Folders of the home that nobody can write for a while: mounted so, which holds for the system's own user too."""

    def bind(place: Path, name: str, deed: str) -> None:
        folder = str(place / "home" / name)
        _mount("--bind", folder, folder)
        try:
            _mount("-o", "remount,bind,ro", folder)
            _at_work(deed, place)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)

    for deed, name in (
        ("month", "published"), ("month", "drafts"), ("month", "builds"), ("month", "rows"), ("month", "store"),
        ("month", "releases"), ("month", "."), ("publish", "published"), ("publish", "releases"),
        ("withdraw", "published"), ("forget", "store"), ("forget", "builds"), ("purge", "builds"), ("purge", "rows"),
        ("rotate-key", "."), ("review", "review"),
    ):  # fmt: skip
        yield Fault(
            NOT_WRITABLE, f"home/{name}", DEEDS[deed], lambda place, n=name, d=deed: bind(place, n, d)
        )


def gone() -> Iterator[Fault]:
    """The folder of what is published is gone, or a file stands in its place."""

    def vanish(place: Path, deed: str) -> None:
        shutil.rmtree(place / "home" / "published")
        _at_work(deed, place)

    def blocked(place: Path, deed: str) -> None:
        folder = place / "home" / "published"
        folder.rename(place / "aside")
        folder.write_bytes(b"")
        _at_work(deed, place)
        folder.unlink()
        (place / "aside").rename(folder)

    for deed in ("month", "publish", "withdraw"):
        yield Fault(GONE, "gone", DEEDS[deed], lambda place, d=deed: vanish(place, d))
        yield Fault(GONE, "a file in its place", DEEDS[deed], lambda place, d=deed: blocked(place, d))


def clocks() -> Iterator[Fault]:
    """The work is done at a time before everything that stands, or in a night in which hours are missing or double."""

    def turned_back(place: Path, now: datetime) -> None:
        for path in (place / "home").rglob("*"):
            os.utime(path, (now.timestamp() - 3_000_000,) * 2)
        with at(now):
            DEEDS["refresh"].do(place)

    for words, now in NIGHTS.items():
        yield Fault(CLOCK, words, DEEDS["refresh"], lambda place, n=now: turned_back(place, n))


@contextmanager
def at(now: datetime) -> Iterator[None]:
    """As if it were another time, for everything of ours that asks; days that people read are left."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Then":
            moment = now.astimezone(tz)
            return cls(*moment.timetuple()[:6], tzinfo=tz, fold=moment.fold)

    with patch("pipelines.chain.datetime", Then), patch("pipelines.alone.datetime", Then):
        yield


def two_at_once() -> Iterator[Fault]:
    """The same is done twice at the same time."""

    def both(place: Path, deed: str) -> None:
        at_work = [kills.started(kills._watched, deed, place, 0, kills.LOOK, None, False) for _ in range(2)]
        for process in at_work:
            process.join(kills.PATIENCE)
        assert 0 in {process.exitcode for process in at_work} <= {0, 1}

    for deed in ("month", "publish", "forget", "purge"):
        yield Fault(TWICE, deed, DEEDS[deed], lambda place, d=deed: both(place, d))


def _at_work(deed: str, place: Path) -> None:
    process = kills.started(kills._watched, deed, place, 0, kills.LOOK, None, False)
    process.join(kills.PATIENCE)
    with suppress(ValueError):
        assert process.exitcode in (0, 1), "it hangs"
    assert work.unreadable(place) == []


def prepared(states: States) -> None:
    """Make what every trial begins from while nothing is mounted."""
    for deed in DEEDS.values():
        if deed.name != "lose":
            states.outcome(deed)
