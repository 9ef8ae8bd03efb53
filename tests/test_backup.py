"""A backup is whole or there is none; what comes back is what was there, or what was begun is finished by a refresh."""

# ruff: noqa: F811  (fixtures are taken from tests.kept_home)

import os
import shutil
import tarfile
from pathlib import Path

import pytest

from pipelines.backup.making import back_up
from pipelines.backup.restoring import restore
from pipelines.boundary import Stopped
from pipelines.builds import Plan, Work, build_path
from pipelines.home import Home
from pipelines.leftovers import finish_alone
from pipelines.settings import settings
from pipelines.verifying.verified import verified
from tests.kept_home import kept  # noqa: F401
from tests.made_up_inbox import MARCH, MISSING_MARCH, MOSAIC, Partnership, every_value


def another(kept: Partnership, folder: Path, *, with_key: bool = True) -> Home:
    """A home that is not there yet, with the key beside it."""
    home = Home(settings(kept.settings_file, inbox=kept.inbox, home=folder / "home"))
    if with_key:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept.home.settings.key, home.settings.key)
    return home


def files(home: Home) -> dict[str, bytes]:
    return {
        path.relative_to(home.folder).as_posix(): path.read_bytes()
        for path in home.folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.mark.parametrize("name", ["copy", "copy.tar", "copy.tar.gz"])
def test_what_comes_back_is_what_was_there(kept: Partnership, tmp_path: Path, name: str) -> None:
    made = back_up(kept.home, tmp_path / name)
    assert not made.has_key and not made.was_running
    home = another(kept, tmp_path / "back")
    restore(tmp_path / name, home)
    assert files(home) == files(kept.home)
    assert verified(home).faults == []
    assert not list(tmp_path.rglob(".*"))
    key = kept.home.key()
    assert all(key not in path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file())


def test_the_key_comes_only_when_asked_for_and_never_over_another(kept: Partnership, tmp_path: Path) -> None:
    back_up(kept.home, tmp_path / "with.tar", with_key=True)
    home = another(kept, tmp_path / "a", with_key=False)
    restore(tmp_path / "with.tar", home)
    assert home.key() == kept.home.key()
    other = another(kept, tmp_path / "b", with_key=False)
    other.settings.key.parent.mkdir(exist_ok=True)
    other.settings.key.write_bytes(b"x" * 32)
    restore(tmp_path / "with.tar", other)
    assert other.settings.key.read_bytes() == b"x" * 32
    assert any(fault.place == "key" for fault in verified(other).faults)


def test_nothing_is_written_over_anything_or_into_the_home(kept: Partnership, tmp_path: Path) -> None:
    back_up(kept.home, tmp_path / "one.tar")
    with pytest.raises(Stopped, match="where nothing is yet"):
        back_up(kept.home, tmp_path / "one.tar")
    with pytest.raises(Stopped, match="outside the home"):
        back_up(kept.home, kept.home.folder / "copy")
    with pytest.raises(Stopped, match="no home at"):
        restore(tmp_path / "one.tar", kept.home)


def test_tidying_up_where_the_home_was_lost_makes_none(kept: Partnership, tmp_path: Path) -> None:
    back_up(kept.home, tmp_path / "one.tar")
    home = another(kept, tmp_path / "back")
    assert finish_alone(home) == 0 and not home.folder.exists()
    home.folder.mkdir()  # where a disk is mounted, a folder stands always
    assert finish_alone(home) == 0
    restore(tmp_path / "one.tar", home)
    assert files(home) == files(kept.home)


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_a_damaged_backup_restores_nothing(kept: Partnership, tmp_path: Path, name: str) -> None:
    back_up(kept.home, tmp_path / name)
    victim = tmp_path / name
    if victim.is_dir():
        victim = next(path for path in sorted(victim.rglob("store/*")) if not path.suffix)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 4
    victim.write_bytes(bytes(data))
    home = another(kept, tmp_path / "back")
    with pytest.raises(Stopped, match="Expected a whole backup"):
        restore(tmp_path / name, home)
    assert not home.folder.exists() and not list((tmp_path / "back").glob(".*"))


def test_a_backup_that_names_a_place_outside_is_refused(kept: Partnership, tmp_path: Path) -> None:
    from pipelines.sealed import sealed

    folder = tmp_path / "bad"
    (folder / "home").mkdir(parents=True)
    (folder / "home" / "x").write_bytes(b"x")
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        (folder / "manifest.json").write_bytes(
            sealed({"files": {"home/../../x": "0" * 64}, "key": "", "running": False})
        )
        archive.add(folder / "manifest.json", "manifest.json")
        archive.add(folder / "home" / "x", "home/../../x")
    with pytest.raises(Stopped, match="outside the home"):
        restore(tmp_path / "bad.tar", another(kept, tmp_path / "back"))


@pytest.mark.slow
def test_a_backup_taken_while_a_run_works_is_repaired_by_a_plain_refresh(tmp_path: Path) -> None:
    place = Partnership(tmp_path / "place")
    place.drop_police("2023-03", MISSING_MARCH)
    place.drop_mosaic("2023-03", {"ssd_person": MOSAIC["ssd_person"]})
    place.look(agencies=["police"])
    working = place.home
    with working.ledger.writing():  # a run that has taken in one agency and is at work
        (working.staging).mkdir(exist_ok=True)
        (working.staging / "half.staged").write_bytes(b"x")
        work = Work(Plan(working, MARCH))
        work.make_core()
        made = back_up(place.home, tmp_path / "copy.tar", patience=0)
    assert made.was_running
    home = another(place, tmp_path / "back")
    restore(tmp_path / "copy.tar", home)
    assert verified(home).faults == []
    back = object.__new__(Partnership)
    back.__dict__.update({**place.__dict__, "folder": tmp_path / "back"})
    again = Home(settings(place.settings_file, inbox=place.inbox, home=tmp_path / "back" / "home"))
    assert again.folder == home.folder
    with_all = every_value(place.refresh())
    assert every_value(back.refresh()) == with_all
    assert verified(back.home).faults == []
    assert build_path(back.home, MARCH).name == build_path(place.home, MARCH).name


def test_what_a_killed_backup_left_goes_with_the_next_one(kept: Partnership, tmp_path: Path) -> None:
    """Unless it is of today: another home's may be at work."""
    old, new = tmp_path / ".monday.tar.backup-part", tmp_path / ".tuesday.tar.backup-part"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    back_up(kept.home, tmp_path / "wednesday.tar")
    assert sorted(os.listdir(tmp_path)) == [".tuesday.tar.backup-part", "wednesday.tar"]
