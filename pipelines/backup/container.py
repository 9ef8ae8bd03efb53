"""What a backup is: one folder or one tar file, every file in it named with its hash."""

import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from pipelines.boundary import Stopped
from pipelines.sealed import SealBroken, unsealed

MANIFEST, KEY, HELD = "manifest.json", "key", "home"
"""The list of files, the key where it was asked for, and the folder of what the home held."""
UNFINISHED = ".backup-part"
PIECE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a backup holds: files, bytes, whether the key is among them, and whether a run was working."""

    files: int
    size: int
    has_key: bool
    was_running: bool


class Put:
    """Puts files into a folder or a tar file, and tells their hashes."""

    def __init__(self, target: Path | tarfile.TarFile) -> None:
        self._target = target

    def __call__(self, name: str, source: Path | bytes) -> str:
        data = source if isinstance(source, bytes) else source.read_bytes()
        if isinstance(self._target, tarfile.TarFile):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o600
            self._target.addfile(entry, BytesIO(data))
        else:
            path = self._target / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(data)
            path.chmod(0o600)
        return sha256(data).hexdigest()


@contextmanager
def writer(beside: Path, name: str) -> Iterator[Put]:
    """Write a backup of that name at `beside`: a folder, or a tar file where the name ends so."""
    if not _is_tar(name):
        beside.mkdir(mode=0o700)
        yield Put(beside)
        return
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        mode = "w:gz" if name.endswith("gz") else "w"
        with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
            yield Put(archive)
        file.flush()
        os.fsync(file.fileno())


def _is_tar(name: str) -> bool:
    return name.removesuffix(UNFINISHED).endswith((".tar", ".tar.gz", ".tgz"))


def members(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of a backup by name; nothing but regular files."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    yield path.relative_to(source).as_posix(), file
        return
    try:
        with tarfile.open(source) as archive:
            for entry in archive:
                held = archive.extractfile(entry) if entry.isreg() else None
                if held is not None:
                    yield entry.name, held
    except (tarfile.TarError, EOFError, OSError):
        raise damaged("it cannot be read to its end") from None


def manifest(source: Path) -> dict[str, Any]:
    """The list of files of a backup, as it was written. Raises Stopped."""
    if not source.exists():
        raise Stopped(
            f"Expected a backup at {source}; found none. Name a folder or a .tar that `scorecard backup` made."
        )
    for name, file in members(source):
        if name == MANIFEST:
            with TemporaryDirectory() as folder:
                path = Path(folder) / MANIFEST
                path.write_bytes(file.read())
                try:
                    return unsealed(path)
                except SealBroken:
                    break
    raise damaged("its list of files is missing or changed")


def check(backup: Path) -> int:
    """Read a finished backup from the disk and hold every file against its hash; how many bytes it holds."""
    wanted, size = manifest(backup)["files"], 0
    for name, file in members(backup):
        if name != MANIFEST:
            digest = sha256()
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
            if wanted.pop(name, None) != digest.hexdigest():
                raise damaged("a file is not as it was written")
    if wanted:
        raise damaged(f"{len(wanted)} files are missing")
    return size


def damaged(what: str) -> Stopped:
    """That a backup is not whole, in words."""
    return Stopped(f"Expected a whole backup; found that {what}. Use the one before it.")


def remove(path: Path) -> None:
    """Remove a folder or a file, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
