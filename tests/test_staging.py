"""Only regular files are taken, only what stood still, and what is read is what was hashed."""

import os
import stat
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.intake import staging
from pipelines.intake.staging import NotStaged, TooLarge, is_still, names_of, note_name, staged, swept

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes as POSIX has them")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "inbox" / "a.csv"
    path.parent.mkdir()
    path.write_bytes(b"a,b\n1,2\n" * 300_000)
    return path


def test_the_copy_is_what_was_hashed_and_for_its_owner_alone(source: Path, tmp_path: Path) -> None:
    copy = staged(source, tmp_path / "staging")
    assert copy.path.read_bytes() == source.read_bytes()
    assert copy.digest == sha256(source.read_bytes()).hexdigest()
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.path.parent.stat().st_mode) == 0o700
    copy.keep(tmp_path / "store" / copy.digest)
    assert (tmp_path / "store" / copy.digest).read_bytes() == source.read_bytes()
    again = staged(source, tmp_path / "staging")
    again.keep(tmp_path / "store" / copy.digest)
    assert list((tmp_path / "staging").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name, as Linux has them")
def test_a_copy_without_a_name_is_the_same_and_has_one_only_when_it_is_kept(
    source: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        copy = staged(source, tmp_path / "staging", is_nameless=True)
        assert list((tmp_path / "staging").iterdir()) == []
        assert copy.path.read_bytes() == source.read_bytes()
        assert (copy.digest, copy.size) == (sha256(source.read_bytes()).hexdigest(), source.stat().st_size)
        copy.keep(tmp_path / "store" / copy.digest)
        assert (tmp_path / "store" / copy.digest).read_bytes() == source.read_bytes()
        assert stat.S_IMODE((tmp_path / "store" / copy.digest).stat().st_mode) == 0o600
        assert not copy.path.exists()
    staged(source, tmp_path / "staging", is_nameless=True).discard()
    with pytest.raises(TooLarge):
        staged(source, tmp_path / "staging", largest=1_000_000, is_nameless=True)
    assert list((tmp_path / "staging").iterdir()) == []


@needs_posix
def test_links_pipes_folders_and_what_is_not_there_are_not_taken(source: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(source)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "inbox", "nothing"):
        with pytest.raises(NotStaged):
            staged(tmp_path / name, tmp_path / "staging")
    assert not list((tmp_path / "staging").glob("*"))


@needs_posix
def test_a_file_swapped_for_a_link_after_it_was_listed_is_not_followed(source: Path, tmp_path: Path) -> None:
    copy = staged(source, tmp_path / "staging")
    source.unlink()
    (tmp_path / "other").write_bytes(copy.path.read_bytes())
    source.symlink_to(tmp_path / "other")
    assert not is_still(source, copy)


def test_more_than_any_report_is_refused_in_words(source: Path, tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="Send it in parts"):
        staged(source, tmp_path / "staging", largest=1_000_000)
    assert not list((tmp_path / "staging").glob("*"))


@pytest.mark.parametrize("change", ["grow", "shrink", "rewrite"])
def test_a_file_that_changes_while_it_is_copied_is_left(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    copied = staging._copied

    def copying(file: object, target: object, largest: int) -> tuple[str, int]:
        found = copied(file, target, largest)  # type: ignore[arg-type]
        data = source.read_bytes()
        if change == "rewrite":
            source.write_bytes(data[::-1])
            os.utime(source, (1_000_000_000, 1_000_000_000))
        else:
            source.write_bytes(data + b"x" if change == "grow" else data[:-1])
        return found

    monkeypatch.setattr(staging, "_copied", copying)
    with pytest.raises(NotStaged):
        staged(source, tmp_path / "staging")
    assert not list((tmp_path / "staging").glob("*"))


def test_a_second_look_finds_what_a_first_one_cannot(source: Path, tmp_path: Path) -> None:
    copy = staged(source, tmp_path / "staging")
    assert is_still(source, copy)
    times = source.stat().st_atime_ns, source.stat().st_mtime_ns
    data = bytearray(source.read_bytes())
    data[5] ^= 1
    source.write_bytes(bytes(data))
    os.utime(source, ns=times)  # the same size and time, other bytes
    assert not is_still(source, copy)
    source.unlink()
    assert not is_still(source, copy)


def test_what_a_killed_run_left_is_swept_away(source: Path, tmp_path: Path) -> None:
    staged(source, tmp_path / "staging")
    swept(tmp_path / "staging")
    assert list((tmp_path / "staging").iterdir()) == []
    swept(tmp_path / "nowhere")


def test_the_names_that_bytes_came_under_stand_beside_them(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "a.csv", os.fsdecode(b"\xff.csv")):
        note_name(tmp_path, "0" * 64, name)
    assert names_of(tmp_path, "0" * 64) == ["a.csv", "b.csv", os.fsdecode(b"\xff.csv")]
