"""Killed, starved, raced and moved elsewhere, a month's work comes out the same, and readers never see a bad file."""

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from pipelines.builds import Plan, current
from pipelines.settings import ROOT
from pipelines.signing import swapped_in
from tests.faults import kills, work

pytestmark = pytest.mark.slow

STAGES, MOMENTS = int(os.environ.get("SCORECARD_STAGES", "8")), int(os.environ.get("SCORECARD_MOMENTS", "5"))
"""How many named stages and how many arbitrary moments are tried; the variables ask for more."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first edition is out and a file has come since."""
    return work.begun(tmp_path_factory.mktemp("faults") / "base")


@pytest.fixture(scope="module")
def undisturbed(base: Path, tmp_path_factory: pytest.TempPathFactory) -> work.Outcome:
    """What the month's work leaves when nothing goes wrong."""
    folder = work.copied(base, tmp_path_factory.mktemp("undisturbed") / "place")
    work.month(folder)
    found = work.outcome(folder)
    assert found.build and not found.faults and len(found.releases) == 2
    return found


def _comes_out(folder: Path, undisturbed: work.Outcome) -> None:
    """The last good publication opens; a plain rerun reaches the very same content; nothing is loaded twice."""
    assert work.unreadable(folder) == []
    work.month(folder)
    assert work.outcome(folder) == undisturbed


@pytest.mark.keeps("P2", "P11")
def test_killed_at_each_stage_the_next_run_finishes_the_work(
    base: Path, undisturbed: work.Outcome, tmp_path: Path
) -> None:
    log = kills.changes(work.copied(base, tmp_path / "watched"), tmp_path / "log")
    first = {name: log.index(name) + 1 for name in dict.fromkeys(log)}
    assert {name.split()[1] for name in first} >= {
        "staging",
        "store",
        "rows",
        "ledger.jsonl",
        "builds",
        "drafts",
        "releases",
        "published",
    }
    chosen = random.Random(STAGES).sample(sorted(first), min(STAGES, len(first)))
    for name in chosen:
        folder = work.copied(base, tmp_path / f"at-{first[name]}")
        assert kills.killed_at(folder, first[name]), name
        _comes_out(folder, undisturbed)


@pytest.mark.keeps("P2", "P11")
def test_killed_at_any_moment_the_next_run_finishes_the_work(
    base: Path, undisturbed: work.Outcome, tmp_path: Path
) -> None:
    folder = work.copied(base, tmp_path / "whole")
    begun = time.monotonic()
    assert not kills.killed_after(folder, 300)
    whole = time.monotonic() - begun
    for number in range(MOMENTS):
        folder = work.copied(base, tmp_path / f"moment-{number}")
        kills.killed_after(folder, whole * (number + 0.5) / MOMENTS)
        _comes_out(folder, undisturbed)


@pytest.mark.keeps("P2")
def test_readers_never_see_a_bad_file_while_publications_go_by(base: Path, tmp_path: Path) -> None:
    """Two editions take each other's place two hundred times; somebody opens every file fifty times a second."""
    folder = work.copied(base, tmp_path / "place")
    home, target = work.home_at(folder), folder / "home" / "published" / str(work.QUARTER)
    first = {
        path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()
    }
    work.month(folder)
    second = {
        path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()
    }
    assert first.keys() == second.keys() and first != second
    bad: list[str] = []
    looks, is_over = 0, threading.Event()

    def look() -> None:
        nonlocal looks
        while not is_over.wait(0.02):
            bad.extend(work.unreadable(folder))
            looks += 1

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(200):
        swapped_in(home, target, first if number % 2 else second)
    is_over.set()
    reader.join()
    assert bad == [] and looks > 10


@pytest.mark.keeps("P11")
def test_two_runs_at_once_load_nothing_twice(base: Path, undisturbed: work.Outcome, tmp_path: Path) -> None:
    folder = work.copied(base, tmp_path / "place")
    both = [kills.started(kills._watched, folder, 0, None) for _ in range(2)]
    for process in both:
        process.join(300)
    assert {process.exitcode for process in both} <= {0, 1}
    assert 0 in {process.exitcode for process in both}
    _comes_out(folder, undisturbed)


PLACES = [
    {"TZ": "Pacific/Auckland", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2", "POLARS_MAX_THREADS": "1"},
]


@pytest.mark.keeps("P5")
@pytest.mark.parametrize("place", PLACES, ids=["Auckland, Turkish", "Los Angeles, C, one thread"])
def test_another_zone_locale_hash_seed_or_thread_count_changes_nothing(
    base: Path, undisturbed: work.Outcome, tmp_path: Path, place: dict[str, str]
) -> None:
    folder = work.copied(base, tmp_path / "place")
    command = (
        "import sys; from pathlib import Path; from tests.faults.work import month; month(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command, str(folder)],
        env={**os.environ, **place}, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert work.outcome(folder) == undisturbed


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that can be filled."""
    if os.getuid() != 0 or sys.platform != "linux":
        pytest.skip("NOT TESTED: needs root on Linux to mount a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("NOT TESTED: no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


@pytest.mark.keeps("P2", "P11")
def test_a_disk_that_fills_up_at_any_stage_leaves_the_last_edition_and_is_made_good(
    base: Path, undisturbed: work.Outcome, small_disk: Path
) -> None:
    for number, free in enumerate((50_000, 400_000, 2_000_000, 6_000_000, 10_000_000, 14_000_000)):
        folder = work.copied(base, small_disk / f"place-{number}")
        ballast = small_disk / "ballast"
        room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(room - free, 1))
        process = kills.started(kills._watched, folder, 0, None)
        process.join(300)
        assert work.unreadable(folder) == []
        ballast.unlink()
        _comes_out(folder, undisturbed)
        shutil.rmtree(folder)


@pytest.mark.keeps("P2")
def test_an_output_folder_that_vanishes_is_made_again(
    base: Path, undisturbed: work.Outcome, tmp_path: Path
) -> None:
    folder = work.copied(base, tmp_path / "place")
    shutil.rmtree(folder / "home" / "published")
    _comes_out(folder, undisturbed)


def test_a_clock_that_went_back_changes_nothing(
    base: Path, undisturbed: work.Outcome, tmp_path: Path
) -> None:
    """Records are in the order in which they were written, whatever time they tell."""
    folder = work.copied(base, tmp_path / "place")
    past = time.time() - 400 * 86_400
    for path in (folder / "home").rglob("*"):
        os.utime(path, (past, past))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.chain.datetime", _AYearAgo)
        work.month(folder)
    assert work.outcome(folder) == undisturbed


class _AYearAgo(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_AYearAgo":  # type: ignore[override]
        return cls(2025, 3, 30, 1, 30, tzinfo=tz)


@pytest.mark.keeps("P5")
def test_a_damaged_build_is_told_and_made_again(
    base: Path, undisturbed: work.Outcome, tmp_path: Path
) -> None:
    chance = random.Random(7)
    for number in range(3):
        folder = work.copied(base, tmp_path / f"place-{number}")
        work.month(folder)
        build = Plan(work.home_at(folder), work.MARCH)
        path = folder / "home" / "builds" / "2023-03" / f"{current(build.home, work.MARCH)['build']}.duckdb"  # type: ignore[index]
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        assert work.outcome(folder).faults
        work.month(folder)
        assert work.outcome(folder) == undisturbed
