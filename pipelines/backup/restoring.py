"""Restoring: every file of a backup is held against its hash on the way in, and nothing is written over a home."""

import os
import shutil
from pathlib import Path, PurePosixPath
from typing import IO

from pipelines.backup.container import HELD, KEY, PIECE, Backup, damaged, manifest, members, remove
from pipelines.boundary import Stopped
from pipelines.home import Home, fingerprint_of
from pipelines.sealed import file_hash


def restore(source: Path, home: Home) -> Backup:
    """Bring a backup back as the home, which must not be there yet; every file is held against its hash on the way.

    The key is written where the settings want it, if it is in the backup and none is there. Raises Stopped.
    """
    folder = home.folder
    if folder.exists() and any(folder.iterdir()):
        raise Stopped(
            f"Expected no home at {folder} yet; found one. Move it away first: nothing is restored over anything."
        )
    facts = manifest(source)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = folder.with_name(f".{folder.name}.restoring")
    remove(beside)
    beside.mkdir(mode=0o700)
    size = 0
    try:
        missing = set(facts["files"])
        for name, data in members(source):
            if name not in missing:
                continue
            path = beside / "key" if name == KEY else beside / HELD / _inside(name)
            size += _written(path, data, facts["files"][name])
            missing.discard(name)
        if missing:
            raise damaged(f"{len(missing)} files are missing")
        if KEY in facts["files"]:
            _bring_key(home, beside / "key", facts["key"])
        for name in ("store", "rows", "builds", "published"):
            (beside / HELD / name).mkdir(exist_ok=True, mode=0o700)
        if folder.exists():
            folder.rmdir()
        os.replace(beside / HELD, folder)
    finally:
        remove(beside)
    return Backup(
        files=len(facts["files"]),
        size=size,
        has_key=KEY in facts["files"],
        was_running=bool(facts["running"]),
    )


def _written(path: Path, data: IO[bytes], wanted: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(data, file, PIECE)
    if file_hash(path) != wanted:
        raise damaged("a file is not as it was written")
    return path.stat().st_size


def _inside(name: str) -> PurePosixPath:
    """The place of a file below the home. Raises Stopped for one that would be put elsewhere."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[:1] != (HELD,) or len(path.parts) < 2:
        raise damaged("it names a file outside the home")
    return path.relative_to(HELD)


def _bring_key(home: Home, brought: Path, fingerprint: str) -> None:
    if fingerprint_of(brought.read_bytes()) != fingerprint:
        raise damaged("its key is another")
    target = home.settings.key
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(brought, target)
