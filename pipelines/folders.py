"""Folders replaced by others in one step, while somebody may be reading them."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from pipelines.files import put_back, swap_folder, write_whole


def swapped_in(target: Path, files: Mapping[str, bytes], *, keeping: bool = False) -> None:
    """Put a folder of these files, by their paths in it, in the place of `target`, in one step, for those who could read
    that. Where `keeping`, the files of other names that stand there stay."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(target.parent)
    beside = Path(tempfile.mkdtemp(dir=target.parent, prefix="."))
    try:
        beside.chmod(0o700)
        if keeping:
            _keep(target, beside, without=files)
        for name, data in files.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(beside / name, data)
        _open_to_the_same(target, beside, files)
        swap_folder(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Throw away what runs that were killed left unfinished in a folder."""
    put_back(folder)
    for left in folder.glob(".*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def _keep(standing: Path, new: Path, without: Iterable[str]) -> None:
    """The other files of a folder in its successor too: the same file under both names, or a copy where a disk has no
    such thing."""
    gone = set(without)
    for path in sorted(standing.rglob("*")):
        name = path.relative_to(standing)
        if path.is_file() and name.as_posix() not in gone:
            (new / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                os.link(path, new / name)
            except OSError:
                shutil.copy2(path, new / name)


def _open_to_the_same(standing: Path, new: Path, files: Iterable[str]) -> None:
    """Give the new folders and files the owner, mode and access list that those of the same name had."""
    folders = [path for path in new.rglob("*") if path.is_dir()]
    for path in (new, *folders, *(new / name for name in files)):
        before = standing / path.relative_to(new)
        if before.exists():
            shutil.copystat(before, path)
            os.utime(path)
            with suppress(OSError, AttributeError):  # only the system's own user gives files away
                owner = before.stat()
                os.chown(path, owner.st_uid, owner.st_gid)
