"""Killed, starved, refused, raced, damaged and moved elsewhere, work comes out the same; readers never see a bad file,
and never two editions together.

A sample of what `python -m tests.faults` tries.
"""

import os
import random
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.publication.placing import MANIFEST, place
from pipelines.sealed import SealBroken, unsealed
from tests.faults import damage, failing_disk, kills, machines, page, places, work
from tests.faults.deeds import DEEDS, States
from tests.faults.trials import (
    DISTURBED,
    KILLED,
    Fault,
    Trial,
    kills_at_moments,
    kills_at_stages,
    refusals,
    sampled,
    tried,
    unreadables,
)
from tests.read_outputs import parsed

slow = pytest.mark.slow
pytestmark = pytest.mark.minutes
STAGES, MOMENTS = int(os.environ.get("SCORECARD_STAGES", "8")), int(os.environ.get("SCORECARD_MOMENTS", "5"))
"""How many named stages and how many arbitrary moments are tried; the variables ask for more."""


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    """What deeds begin from and leave, made once for all tests."""
    return States(tmp_path_factory.mktemp("states"))


def come_out(faults: Iterable[Fault], states: States, folder: Path) -> None:
    """Every fault leaves what was published readable, and the plain next command does all the rest."""
    trials = [tried(fault, states, folder / "place") for fault in faults]
    assert trials
    stand(trials)


def stand(trials: Iterable[Trial]) -> None:
    assert [each for each in trials if not each.survived or each.silent or each.leaked] == []


@slow
@pytest.mark.keeps("P2", "P11")
def test_killed_at_each_stage_the_next_run_finishes_the_work(states: States, tmp_path: Path) -> None:
    chance = random.Random(STAGES)
    deeds = DISTURBED if STAGES > 50 else chance.sample(DISTURBED, max(1, STAGES // 2))
    for deed in deeds:
        (tmp_path / deed.name).mkdir()
        stages = kills_at_stages(states, tmp_path / deed.name, [deed])
        come_out(sampled(stages, max(1, STAGES // len(deeds))), states, tmp_path)


@slow
def test_the_stages_of_a_months_work_are_all_of_its_changes(states: States, tmp_path: Path) -> None:
    folder = work.copied(states.before(DEEDS["month"]), tmp_path / "place")
    names = set(kills.changes("month", folder, tmp_path / "log"))
    parts = {name.split()[1] for name in names if not name.startswith("at ")}
    assert parts >= {"staging", "store", "rows", "ledger.jsonl", "builds", "drafts", "releases", "published"}
    assert len([name for name in names if name.startswith("at Building")]) > 2


@slow
@pytest.mark.keeps("P2", "P11")
def test_killed_at_any_moment_the_next_run_finishes_the_work(states: States, tmp_path: Path) -> None:
    come_out(kills_at_moments(states, tmp_path, MOMENTS), states, tmp_path)


@slow
@pytest.mark.keeps("P2", "P8", "P11")
def test_a_change_or_a_look_that_the_system_refuses_stops_the_work_and_nothing_else(
    states: States, tmp_path: Path
) -> None:
    come_out(sampled(refusals(states, tmp_path, [DEEDS["publish"]]), 3), states, tmp_path)
    come_out(sampled(unreadables(states, tmp_path, [DEEDS["publish"]]), 1), states, tmp_path)


class Reader(threading.Thread):
    """Somebody who opens what is published fifty times a second, and what belongs together, together."""

    def __init__(self, published: Path, quarter: str, editions: list[dict[str, str]]) -> None:
        super().__init__()
        self._published, self._folder, self._editions = published, published / quarter, editions
        self.is_over = threading.Event()
        self.bad: list[str] = []
        self.whole = {"by the list": 0, "in one folder": 0, "by the page": 0}

    def run(self) -> None:
        while not self.is_over.wait(0.02):
            self._by_the_list()
            self._in_one_folder()
            self._by_the_page()

    def _by_the_list(self) -> None:
        """As a program that mirrors the folder: while the list of files is the same, every file is of that edition."""
        try:
            before = unsealed(self._folder / MANIFEST)["files"]
        except SealBroken:
            self.bad.append("the list of files is not there, or not whole")
            return
        found = {name: _hash(self._folder / name) for name in before}
        try:
            after = unsealed(self._folder / MANIFEST)["files"]
        except SealBroken:
            self.bad.append("the list of files is not there, or not whole")
            return
        if before == after:
            self._is(found, "by the list", before)

    def _in_one_folder(self) -> None:
        """As somebody who has the folder open: nothing is ever changed in it, so what is there is of one edition."""
        if not hasattr(os, "O_DIRECTORY"):
            return
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            found = {}
            for name in self._editions[0]:
                file = os.open(name, os.O_RDONLY, dir_fd=handle)
                with os.fdopen(file, "rb") as opened:
                    found[name] = sha256(opened.read()).hexdigest()
        except FileNotFoundError:  # that folder was swapped out and is being removed: look again
            return
        finally:
            os.close(handle)
        self._is(found, "in one folder")

    def _by_the_page(self) -> None:
        """As somebody who follows a link of the page that leads to everything."""
        page_before = (self._published / "index.html").read_bytes()
        links = [link for link in parsed(page_before.decode()).links if not link.startswith("#")]
        lost = [link for link in links if not (self._published / link).is_file()]
        if (self._published / "index.html").read_bytes() == page_before:
            self.whole["by the page"] += 1
            self.bad += [f"a link to {link}, which is not there" for link in lost]

    def _is(self, found: dict[str, str], how: str, wanted: dict[str, str] | None = None) -> None:
        self.whole[how] += 1
        if found not in self._editions or (wanted is not None and found != wanted):
            self.bad.append(f"{how}: files of two editions, or a part of one")


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


@slow
@pytest.mark.keeps("P2")
def test_readers_never_see_a_bad_file_or_two_editions_while_publications_go_by(
    states: States, tmp_path: Path
) -> None:
    """Two editions take each other's place two hundred times; somebody opens everything fifty times a second."""
    folder = work.copied(states.before(DEEDS["withdraw"]), tmp_path / "place")
    home = work.home_at(folder)
    target = home.published / str(work.QUARTER)
    second = {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    old = states.before(DEEDS["month"]) / "home" / "published" / str(work.QUARTER)
    first = {name: (old / name).read_bytes() for name in second}
    assert first != second
    editions = [{name: sha256(data).hexdigest() for name, data in each.items()} for each in (first, second)]
    reader = Reader(home.published, str(work.QUARTER), editions)
    reader.start()
    with home.ledger.writing():
        for number in range(200):
            place(home, work.QUARTER, first if number % 2 else second, edition=number)
    reader.is_over.set()
    reader.join()
    assert reader.bad == []
    assert all(count > 10 for count in reader.whole.values()), reader.whole


@slow
@pytest.mark.keeps("P11")
def test_two_runs_at_once_load_nothing_twice(states: States, tmp_path: Path) -> None:
    come_out(list(machines.two_at_once())[:1], states, tmp_path)


@slow
@pytest.mark.keeps("P5")
def test_another_zone_locale_hash_seed_or_thread_count_changes_nothing(
    states: States, tmp_path: Path
) -> None:
    stand(job.run(tmp_path / "place") for job in places.elsewhere(states))


@pytest.fixture
def disk(states: States, tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that can be filled."""
    for name in ("month", "publish"):
        states.outcome(DEEDS[name])
    try:
        with machines.small_disk(tmp_path / "disk") as mounted:
            yield mounted
    except machines.NoDisk:
        pytest.skip("NOT TESTED: no disk can be mounted here")


@slow
@pytest.mark.keeps("P2", "P11")
def test_a_disk_that_fills_up_at_any_stage_leaves_the_last_edition_and_is_made_good(
    states: States, disk: Path
) -> None:
    come_out(machines.full(disk), states, disk)


@slow
@pytest.mark.keeps("P2", "P11")
def test_a_folder_that_is_read_only_for_a_while_is_written_to_when_it_is_not(
    states: States, disk: Path, tmp_path: Path
) -> None:
    wanted = {"month: home/builds", "publish: home/published"}
    faults = [each for each in machines.read_only() if f"{each.deed.name}: {each.what}" in wanted]
    come_out(faults, states, tmp_path)


@slow
@pytest.mark.keeps("P2")
def test_an_output_folder_that_vanishes_is_made_again(states: States, tmp_path: Path) -> None:
    come_out([each for each in machines.gone() if each.deed.name != "withdraw"][:3], states, tmp_path)


@slow
@pytest.mark.keeps("P5")
def test_a_clock_that_went_back_or_a_night_with_an_hour_twice_changes_nothing(
    states: States, tmp_path: Path
) -> None:
    """Records are in the order in which they were written, whatever time they tell."""
    come_out(sampled(machines.clocks(), 2), states, tmp_path)


@slow
@pytest.mark.keeps("P5", "P11")
def test_what_is_damaged_is_told_and_brought_back(states: States, tmp_path: Path) -> None:
    stand(job.run(tmp_path / "place") for job in sampled(damage.damages(states, tmp_path, 1), 5))


@slow
@pytest.mark.keeps("P11")
def test_a_log_of_a_killed_build_that_is_cut_or_changed_loses_no_row(states: States, tmp_path: Path) -> None:
    come_out(sampled(places.wals(states, tmp_path), 2), states, tmp_path)


@slow
@pytest.mark.keeps("P2", "P8", "P11")
def test_a_disk_that_fails_below_every_library_is_made_good_by_the_next_run(
    states: States, tmp_path: Path
) -> None:
    try:
        faults = list(failing_disk.failing(states, tmp_path, 1, ("refresh",)))
    except failing_disk.NoCompiler:
        pytest.skip("NOT TESTED: needs Linux and a C compiler")
    come_out(faults, states, tmp_path)


def test_each_part_of_the_page_of_faults_is_written_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "faults.md"
    trial = Trial(kind=KILLED, what="draft: rename", survived=True, silent=False, leaked=False)
    page.write_part(page.MACHINE, page.machine([trial, replace(trial, survived=False)], {KILLED: 3}), path)
    page.write_part(page.BAD_FILES, "## Bad files\n\nOne.\n", path)
    both = path.read_text(encoding="utf-8")
    assert both.startswith("# Faults tried") and both.index("## Bad files") < both.index(
        "## Faults of the machine"
    )
    assert f"| {KILLED} | 3 | 2 | 1 | 0 | 0 |" in both and "draft 2" in both
    page.write_part(page.BAD_FILES, "## Bad files\n\nOne.", path)
    assert path.read_text(encoding="utf-8") == both
    page.write_part(page.BAD_FILES, "## Bad files\n\nTwo.", path)
    assert path.read_text(encoding="utf-8") == both.replace("One.", "Two.")
