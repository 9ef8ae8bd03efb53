"""Atomic writes: a file or folder is written beside its place and swapped in, so that nothing half-written is ever
seen."""

import ctypes
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_HERE, _EXCHANGE = -100, 2
"""Of renameat2(2): paths as they are, and two names that change places."""
_SWAP = 2
"""Of renamex_np(2) of macOS: the same."""
_BEFORE = ".before"
_PIECE = 1 << 30
"""Bytes that the system is asked to copy at a time."""


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step; a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _write_whole(path, data)
    except FileNotFoundError:  # another run took the unfinished file for one that a kill had left
        _write_whole(path, data)


def _write_whole(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def copied(source: Path, target: Path) -> None:
    """Copy a file's bytes. Where the disk can let two files share them until one is changed, nothing is written."""
    try:
        with source.open("rb") as old, target.open("wb") as new:
            while os.copy_file_range(old.fileno(), new.fileno(), _PIECE):
                pass
    except (AttributeError, OSError):  # not on this system, or not on these disks
        shutil.copyfile(source, target)


def swap_folder(new: Path, standing: Path) -> None:
    """Put a finished folder where another stands, or nothing does; what stood there is at `new` afterwards.

    Linux and macOS change the two names in one step, so whoever looks sees the one folder or the other, whole. Elsewhere,
    and on disks that cannot, the old one is named away first: for as long as a name takes to change there is none, and a
    kill just then is put right by `put_back`.
    """
    if not standing.exists():
        os.replace(new, standing)
    elif not _exchange(new, standing):
        aside = standing.with_name(f".{standing.name}{_BEFORE}")
        os.replace(standing, aside)
        try:
            os.replace(new, standing)
        except OSError:
            os.replace(aside, standing)
            raise
        os.replace(aside, new)


def put_back(parent: Path) -> None:
    """Bring folders back to their places that a kill in the middle of `swap_folder` left named away."""
    for aside in parent.glob(f".*{_BEFORE}"):
        standing = aside.with_name(aside.name[1 : -len(_BEFORE)])
        if not standing.exists():
            os.replace(aside, standing)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two names could change places in one step."""
    names = os.fsencode(one), os.fsencode(other)
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            return not library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
        if sys.platform == "darwin":
            return not library.renamex_np(*names, _SWAP)
    return False
