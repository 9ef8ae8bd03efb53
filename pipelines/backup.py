"""A copy of a home that can be brought back: one folder or one tar file, every file in it named with its hash.

While nothing runs the home is held still for the copy. While a run works, what the ledger told at the start is copied:
delivered bytes, rows and frozen files never change once the ledger tells of them, and what else was half done is
finished after a restore by a refresh.
"""

import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

from pipelines.audit import AuditLog
from pipelines.boundary import Stopped
from pipelines.delivery import deliveries
from pipelines.home import Home, fingerprint_of
from pipelines.ledger import Ledger, LedgerBusy
from pipelines.sealed import SealBroken, file_hash, sealed, unsealed

MANIFEST, KEY, HELD = "manifest.json", "key", "home"
_UNFINISHED, _A_DAY = ".backup-part", 86_400
_LEFT_OUT = ("staging",)
_PIECE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a backup holds: files, bytes, whether the key is among them, and whether a run was working."""

    files: int
    size: int
    has_key: bool
    was_running: bool


def back_up(home: Home, target: Path, *, with_key: bool = False, patience: float = 5) -> Backup:
    """Copy the home to `target`, a new folder, or a new file where its name ends in .tar or .tar.gz, and read it all
    back. Raises Stopped where there is something already."""
    key = home.key()
    if target.exists():
        raise Stopped(
            f"Expected a place where nothing is yet; found something at {target}. Name another: a backup is never changed."
        )
    if target.resolve().is_relative_to(home.folder.resolve()):
        raise Stopped(
            "Expected a place outside the home; found one inside. Name another, best on another disk."
        )
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_name(f".{target.name}{_UNFINISHED}")
    for left in target.parent.glob(f".*{_UNFINISHED}"):
        if left == beside or time.time() - left.stat().st_mtime > _A_DAY:  # killed; another may be at work
            _remove(left)
    try:
        with _still(home, patience) as is_still, _writer(beside, target.name) as put:
            hashes = {}
            for name, source in _files(home):
                try:
                    hashes[name] = put(name, source)
                except FileNotFoundError:  # a run replaced it meanwhile
                    if is_still:
                        raise
            if with_key:
                hashes[KEY] = put(KEY, key)
            facts = {"files": hashes, "key": fingerprint_of(key), "running": not is_still}
            put(MANIFEST, sealed(facts))
        size = _check(beside)
        os.replace(beside, target)
    finally:
        _remove(beside)
    return Backup(files=len(hashes), size=size, has_key=with_key, was_running=not is_still)


def restore(source: Path, home: Home) -> Backup:
    """Bring a backup back as the home, which must not be there yet; every file is held against its hash on the way.

    The key is written where the settings want it, if it is in the backup and none is there. Raises Stopped.
    """
    folder = home.folder
    if folder.exists() and any(folder.iterdir()):
        raise Stopped(
            f"Expected no home at {folder} yet; found one. Move it away first: nothing is restored over anything."
        )
    facts = _manifest(source)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = folder.with_name(f".{folder.name}.restoring")
    _remove(beside)
    beside.mkdir(mode=0o700)
    size = 0
    try:
        missing = set(facts["files"])
        for name, data in _members(source):
            if name not in missing:
                continue
            path = beside / "key" if name == KEY else beside / HELD / _inside(name)
            size += _written(path, data, facts["files"][name])
            missing.discard(name)
        if missing:
            raise _damaged(f"{len(missing)} files are missing")
        if KEY in facts["files"]:
            _bring_key(home, beside / "key", facts["key"])
        for name in ("store", "rows", "builds", "published"):
            (beside / HELD / name).mkdir(exist_ok=True, mode=0o700)
        if folder.exists():
            folder.rmdir()
        os.replace(beside / HELD, folder)
    finally:
        _remove(beside)
    return Backup(
        files=len(facts["files"]),
        size=size,
        has_key=KEY in facts["files"],
        was_running=bool(facts["running"]),
    )


@contextmanager
def _still(home: Home, patience: float) -> Iterator[bool]:
    """Hold the home still if no run works in it; whether it is."""
    try:
        with home.ledger.writing(patience):
            yield True
            return
    except LedgerBusy:
        pass
    yield False


def _files(home: Home) -> Iterator[tuple[str, Path | bytes]]:
    """Everything to copy: the logs as they are now, then only what they tell of."""
    audit = AuditLog(home.folder)
    said = b"".join(
        line + b"\n" for line in audit.lines()
    )  # before the ledger: a line of it names the ledger's last
    told = b"".join(line + b"\n" for line in Ledger(home.folder).lines())
    yield f"{HELD}/ledger.jsonl", told
    if said:
        yield f"{HELD}/audit.jsonl", said
    stored, rows = _told(home, told)
    for path in sorted(home.folder.rglob("*")):
        name = path.relative_to(home.folder)
        if not path.is_file() or path.suffix == ".lock" or name.parts[0] in _LEFT_OUT:
            continue
        if path in (audit.path, home.ledger.path) or any(_is_hidden(part) for part in name.parts):
            continue
        if name.parts[0] == "store" and path.name.removesuffix(".json") not in stored:
            continue
        if name.parts[0] == "rows" and name.parts[1] not in rows:
            continue
        yield f"{HELD}/{name.as_posix()}", path


def _told(home: Home, ledger: bytes) -> tuple[set[str], set[str]]:
    """The stored files and folders of rows that these lines of the ledger tell of."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "ledger.jsonl").write_bytes(ledger)
        then = Home(replace(home.settings, home=Path(folder)))
        stored = {each.sha256 for each in deliveries(then).values() if not each.is_gone}
        made = {
            f"{line.facts['delivery_id']}.{line.facts['reading']}" for line in then.ledger.of("delivered")
        }
    return stored, made


def _is_hidden(part: str) -> bool:
    return part.startswith(".") and part != ".frozen"


class _Put:
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
def _writer(beside: Path, name: str) -> Iterator[_Put]:
    if not _is_tar(name):
        beside.mkdir(mode=0o700)
        yield _Put(beside)
        return
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        mode = "w:gz" if name.endswith("gz") else "w"
        with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
            yield _Put(archive)
        file.flush()
        os.fsync(file.fileno())


def _is_tar(name: str) -> bool:
    return name.removesuffix(_UNFINISHED).endswith((".tar", ".tar.gz", ".tgz"))


def _members(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
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
        raise _damaged("it cannot be read to its end") from None


def _manifest(source: Path) -> dict[str, Any]:
    if not source.exists():
        raise Stopped(
            f"Expected a backup at {source}; found none. Name a folder or a .tar that `scorecard backup` made."
        )
    for name, file in _members(source):
        if name == MANIFEST:
            with TemporaryDirectory() as folder:
                path = Path(folder) / MANIFEST
                path.write_bytes(file.read())
                try:
                    return unsealed(path)
                except SealBroken:
                    break
    raise _damaged("its list of files is missing or changed")


def _check(backup: Path) -> int:
    """Read a finished backup from the disk and hold every file against its hash; how many bytes it holds."""
    wanted, size = _manifest(backup)["files"], 0
    for name, file in _members(backup):
        if name != MANIFEST:
            digest = sha256()
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
            if wanted.pop(name, None) != digest.hexdigest():
                raise _damaged("a file is not as it was written")
    if wanted:
        raise _damaged(f"{len(wanted)} files are missing")
    return size


def _written(path: Path, data: IO[bytes], wanted: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(data, file, _PIECE)
    if file_hash(path) != wanted:
        raise _damaged("a file is not as it was written")
    return path.stat().st_size


def _inside(name: str) -> PurePosixPath:
    """The place of a file below the home. Raises Stopped for one that would be put elsewhere."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[:1] != (HELD,) or len(path.parts) < 2:
        raise _damaged("it names a file outside the home")
    return path.relative_to(HELD)


def _bring_key(home: Home, brought: Path, fingerprint: str) -> None:
    if fingerprint_of(brought.read_bytes()) != fingerprint:
        raise _damaged("its key is another")
    target = home.settings.key
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(brought, target)


def _damaged(what: str) -> Stopped:
    return Stopped(f"Expected a whole backup; found that {what}. Use the one before it.")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
