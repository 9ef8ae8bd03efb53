"""Readers see one whole edition or another: never two, never a link that leads nowhere."""

import errno
import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pipelines import files, folders
from pipelines.boundary import Stopped, value_free
from pipelines.files import put_back, swap_folder
from pipelines.home import Home
from pipelines.keeping import gone
from pipelines.leftovers import finish_alone, unfinished
from pipelines.orchestration.running import _told_of_dagster
from pipelines.publication import placing
from pipelines.publication.drafts import NotSigned
from pipelines.publication.placing import place, placed, stands
from pipelines.settings import settings
from scorecards.period import Quarter
from tests.read_outputs import parsed

QUARTER = Quarter.parse("2022-23-Q4")
ONE = {"executive/a.html": b"one", "executive/a.xlsx": b"one", "front-door/a.html": b"one"}
TWO = {"executive/a.html": b"two", "executive/a.xlsx": b"two"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(settings(inbox=tmp_path / "inbox", home=tmp_path / "home"))


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def folder(path: Path, **content: str) -> Path:
    path.mkdir()
    for name, text in content.items():
        (path / name).write_text(text)
    return path


def _cannot_exchange(one: Path, other: Path) -> bool:
    return False


@pytest.mark.parametrize("exchange", [files._exchange, _cannot_exchange], ids=["in one step", "by two names"])
def test_a_folder_takes_the_place_of_another_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: Callable[[Path, Path], bool]
) -> None:
    monkeypatch.setattr(files, "_exchange", exchange)
    new, standing = folder(tmp_path / "new", a="2", b="2"), tmp_path / "standing"
    swap_folder(new, standing)
    assert read(standing) == {"a": b"2", "b": b"2"} and not new.exists()
    new = folder(tmp_path / "new", a="3")
    swap_folder(new, standing)
    assert read(standing) == {"a": b"3"} and read(new) == {"a": b"2", "b": b"2"}
    assert sorted(os.listdir(tmp_path)) == ["new", "standing"]


def test_folders_change_places_in_one_step_where_the_disk_can(tmp_path: Path) -> None:
    if not files._exchange(folder(tmp_path / "one"), folder(tmp_path / "other", a="1")):
        pytest.skip("NOT TESTED: this disk cannot exchange two names")
    assert read(tmp_path / "one") == {"a": b"1"}


@pytest.mark.keeps("P2")
def test_a_folder_that_a_kill_left_named_away_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two names cannot change places in one step, there is a moment with none."""
    new, standing = folder(tmp_path / "new", a="2"), folder(tmp_path / "standing", a="1")
    replaced = os.replace
    calls = iter((replaced, lambda *given: (_ for _ in ()).throw(KeyboardInterrupt)))
    with monkeypatch.context() as failing:
        failing.setattr(files, "_exchange", _cannot_exchange)
        failing.setattr(os, "replace", lambda *given: next(calls)(*given))
        with pytest.raises(KeyboardInterrupt):
            swap_folder(new, standing)
    assert not standing.exists()
    put_back(tmp_path)
    assert read(standing) == {"a": b"1"}


@pytest.mark.keeps("P2")
def test_a_folder_that_cannot_be_changed_stands_as_it_was_and_the_words_say_so(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(home, QUARTER, ONE, edition=1)
    before = read(home.published)

    def refused(new: Path, standing: Path) -> None:
        raise PermissionError(13, "Permission denied", str(standing))

    monkeypatch.setattr(folders, "swap_folder", refused)
    with pytest.raises(NotSigned, match=r"found: Permission denied\. What stood before stands") as said:
        place(home, QUARTER, {**ONE, **TWO}, edition=2)
    assert str(home.folder) not in str(said.value)
    assert read(home.published) == before


def test_whoever_reads_a_review_meets_files_of_one_run_and_what_others_wrote_beside_stays(
    tmp_path: Path,
) -> None:
    """A reader keeps looking while page and workbook change forty times."""
    if not files._exchange(folder(tmp_path / "one"), folder(tmp_path / "other")):
        pytest.skip("NOT TESTED: this disk cannot exchange two names")
    review = folder(tmp_path / "review", page="0", workbook="0", restatements="as it was")
    (review / "restatements").chmod(0o640)
    seen, is_over = [], threading.Event()

    def look() -> None:
        while not is_over.is_set():
            here = os.open(review, os.O_RDONLY)
            with suppress(
                FileNotFoundError
            ):  # the folder that was opened has been changed for another and is gone
                seen.append({name: _text(name, here) for name in ("page", "workbook", "restatements")})
            os.close(here)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 41):
        text = str(number).encode()
        folders.swapped_in(review, {"page": text, "workbook": text}, keeping=True)
    is_over.set()
    reader.join()
    assert len(seen) > 10 and all(each["page"] == each["workbook"] for each in seen)
    assert {each["restatements"] for each in seen} == {"as it was"}
    assert read(review) == {"page": b"40", "workbook": b"40", "restatements": b"as it was"}
    assert (review / "restatements").stat().st_mode & 0o777 == 0o640


def _text(name: str, folder: int) -> str:
    with open(name, opener=lambda path, flags: os.open(path, flags, dir_fd=folder), encoding="utf-8") as file:
        return file.read()


def test_every_folder_names_its_files_with_their_hashes(home: Home) -> None:
    place(home, QUARTER, ONE, edition=1, withdrawn=False)
    assert placed(home, QUARTER) == (ONE, {"edition": 1, "withdrawn": False})
    assert stands(home, str(QUARTER), edition=1) and not stands(home, str(QUARTER), edition=2)
    (home.published / str(QUARTER) / "executive" / "a.html").unlink()
    assert not stands(home, str(QUARTER), edition=1)
    with pytest.raises(NotSigned, match="scorecard publish"):
        placed(home, QUARTER)


def test_the_page_lets_go_of_what_goes_before_it_is_gone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[tuple[list[str], list[str]]] = []

    def look() -> None:
        page = home.published / "index.html"
        if page.exists():
            links = [link for link in parsed(page.read_text()).links if not link.startswith("#")]
            looks.append((links, [link for link in links if not (home.published / link).exists()]))

    def watched(change: Callable[..., object]) -> Callable[..., object]:
        def changed(*given: object, **options: object) -> object:
            look()
            done = change(*given, **options)
            look()
            return done

        return changed

    monkeypatch.setattr(folders, "swap_folder", watched(swap_folder))
    monkeypatch.setattr(placing, "write_front_page", watched(placing.write_front_page))
    for files_of in (ONE, TWO, ONE):
        place(home, QUARTER, files_of, edition=1)
    assert [broken for _, broken in looks if broken] == []
    assert {len(links) for links, _ in looks} == {2, 3}


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_who_could_read_the_files_before_can_read_those_after(home: Home) -> None:
    place(home, QUARTER, ONE)
    executive = home.published / str(QUARTER) / "executive"
    executive.chmod(0o2755)
    (executive / "a.html").chmod(0o644)
    if os.getuid() == 0:
        os.chown(executive, 4321, 4322)
    place(home, QUARTER, TWO)
    assert stat.S_IMODE(executive.stat().st_mode) == 0o2755
    assert stat.S_IMODE((executive / "a.html").stat().st_mode) == 0o644
    if os.getuid() == 0:
        assert (executive.stat().st_uid, executive.stat().st_gid) == (4321, 4322)


@pytest.mark.keeps("P11")
def test_a_run_throws_away_what_killed_runs_left(home: Home) -> None:
    left = [
        home.published / ".abc" / "executive" / "a.html",
        home.drafts / ".abc" / "draft.json",
        home.rows / ".abc" / "police.missing.parquet",
        home.store / ".abc.part",
        home.folder / ".rebuilding" / "store" / "0",
        home.folder / ".seen.part",
        home.folder / "review" / "2023-03" / ".made.part",
        home.builds / "2023-03" / ".current.part",
    ]
    kept = [home.drafts / str(QUARTER) / ".frozen" / "release.csv", home.store / "0", home.rows / "a" / "b"]
    for path in (*left, *kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    with home.ledger.path.open("wb") as file:
        file.write(b'{"cut')
    assert len(list(unfinished(home))) == len(left)
    finish_alone(home)
    assert list(unfinished(home)) == [] and all(path.exists() for path in kept)
    assert home.ledger.path.read_bytes() == b""


@pytest.mark.keeps("P11")
def test_a_key_that_a_killed_rotation_made_and_nobody_named_goes(home: Home) -> None:
    home.open()
    key = home.key()
    home.next_key.write_bytes(b"n" * 32)
    finish_alone(home)
    assert not home.next_key.exists() and home.key() == key


@pytest.mark.keeps("P8")
@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "No space left on device at tests/test_placing.py"),
        (errno.EROFS, "Have the disk made writable, and run again."),
        (errno.EIO, "Have the disk looked at"),
    ],
)
def test_an_error_of_the_machine_is_told_as_one_and_without_the_file(number: int, says: str) -> None:
    with pytest.raises(Stopped, match=says) as said, value_free():
        raise OSError(number, "words with a value", "the name of a child.csv")
    assert "child" not in str(said.value) and "value" not in str(said.value)


def test_dagsters_own_record_of_runs_that_is_damaged_is_told_in_words(tmp_path: Path) -> None:
    """No figure rests on it, so the way on is to do without."""
    (tmp_path / "runs.db").write_bytes(b"no database, but the name of a child" * 100)
    with (
        pytest.raises(Stopped, match="move its folders history and schedules away") as said,
        _told_of_dagster(),
    ):
        sqlite3.connect(tmp_path / "runs.db").execute("select 1 from runs")
    assert "child" not in str(said.value) and said.value.__cause__ is None


@pytest.mark.keeps("SEC-21")
def test_delivered_bytes_that_a_killed_run_named_once_more_go_with_those_of_an_erased_child(
    home: Home,
) -> None:
    home.open()
    new = home.store / "b"
    for path in (home.store / "a", new, home.folder / ".rebuilding" / "store" / "a"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    with home.ledger.writing() as ledger:
        ledger.append("erased", children=[], files={"a": "b"}, rows=1, by="A", reason="asked")
        gone.finish(home)
    assert [path.name for path in home.folder.rglob("*") if path.is_file() and path.read_bytes() == b"x"] == [
        "b"
    ]
