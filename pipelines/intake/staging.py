"""Staging: a supplier's file is copied to a private place while it is hashed, and only the copy is ever read.

The inbox is another's: a name there may be a link, a pipe, a file that is still growing, or one that is swapped between
two looks.
"""

import errno
import os
import stat
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.files import write_whole
from pipelines.sealed import SealBroken, sealed, unsealed

LARGEST = 300_000_000
"""Bytes of the largest file that is taken in."""
_PIECE = 1 << 20


class NotStaged(Exception):
    """A file that cannot be taken in now; it is left where it is for the next look."""


class TooLarge(Exception):
    """A file beyond any report's size; the words say so, and `digest` is the hash of its bytes."""

    def __init__(self, words: str, digest: str) -> None:
        super().__init__(words)
        self.digest = digest


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A private copy of a file, the hash of exactly these bytes, and the time that the file was changed last."""

    path: Path
    digest: str
    size: int
    modified: int

    def keep(self, target: Path) -> None:
        """Make the copy the kept original, in one step; a second copy of the same bytes is thrown away."""
        if target.exists():
            self.discard()
        else:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.replace(self.path, target)

    def discard(self) -> None:
        """Throw the copy away."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True, kw_only=True)
class _Nameless(Staged):
    """A copy that has no name until it is kept, so that nothing is left of it when this process is killed. Its path is
    good for as long as it is open here."""

    handle: int

    def keep(self, target: Path) -> None:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Python follows the link at the path only where a folder is given, which a whole path has no need of
            os.link(self.path, target, src_dir_fd=self.handle, follow_symlinks=True)
        self.discard()

    def discard(self) -> None:
        os.close(self.handle)


def staged(source: Path, folder: Path, *, largest: int = LARGEST, is_nameless: bool = False) -> Staged:
    """A copy of `source` in `folder`, for its owner alone; `is_nameless` where the system can (OSError where not).

    Raises NotStaged for what is no regular file, cannot be opened or changes while it is copied, TooLarge for more than
    `largest` bytes.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _opened(source) as file:
        before = os.fstat(file.fileno())
        if before.st_size > largest:
            words = f"Expected a file under {largest // 1_000_000} MB; found a larger one. Send it in parts."
            raise TooLarge(words, _copied(file, None, sys.maxsize)[0])
        handle, copy = _nameless(folder) if is_nameless else _named(folder)
        try:
            with os.fdopen(handle, "wb", closefd=not is_nameless) as target:
                digest, size = _copied(file, target, largest)
                target.flush()
                os.fsync(target.fileno())
            if _changed(before, os.fstat(file.fileno())) or size != before.st_size:
                raise NotStaged
        except BaseException as error:
            if is_nameless:
                os.close(handle)
            else:
                copy.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise NotStaged from None
            raise  # our disk, not the supplier's file
    facts: dict[str, Any] = {"path": copy, "digest": digest, "size": size, "modified": before.st_mtime_ns}
    return _Nameless(**facts, handle=handle) if is_nameless else Staged(**facts)


def is_still(source: Path, copy: Staged) -> bool:
    """Whether the file still holds the bytes that were copied: asked some time after the copy was made."""
    try:
        with _opened(source) as file:
            if os.fstat(file.fileno()).st_size != copy.size:
                return False
            return _copied(file, None, copy.size)[0] == copy.digest
    except (OSError, NotStaged):
        return False


def swept(folder: Path) -> None:
    """Throw away what a run that was killed left behind."""
    for path in folder.glob("*.staged") if folder.is_dir() else ():
        path.unlink(missing_ok=True)


def note_name(store: Path, digest: str, name: str) -> None:
    """Remember the name that bytes came under, beside them: it is not for the ledger."""
    path = names_path(store, digest)
    try:
        known = names_of(store, digest) if path.exists() else []
    except SealBroken:
        known = []  # damaged; the name that it comes under now is what counts
    if name not in known:
        write_whole(path, sealed({"names": [*known, name]}))


def names_path(store: Path, digest: str) -> Path:
    """Where the names of kept bytes stand."""
    return (store / digest).with_suffix(".json")


def names_of(store: Path, digest: str) -> list[str]:
    """The names that kept bytes came under, the newest last. Raises SealBroken where they are missing or changed."""
    import json

    path = names_path(store, digest)
    data = path.read_bytes() if path.exists() else b""
    if data.startswith(b"["):  # of before they were sealed
        try:
            return [str(name) for name in json.loads(data.decode("utf-8", "surrogateescape"))]
        except ValueError:
            raise SealBroken from None
    return [str(name) for name in unsealed(path)["names"]]


def _named(folder: Path) -> tuple[int, Path]:
    handle, name = tempfile.mkstemp(dir=folder, prefix="", suffix=".staged")  # for its owner alone
    return handle, Path(name)


def _nameless(folder: Path) -> tuple[int, Path]:
    if not hasattr(os, "O_TMPFILE"):
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))
    handle = os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    return handle, Path(f"/proc/{os.getpid()}/fd/{handle}")


def _opened(source: Path) -> BinaryIO:
    """The file itself, never what a link at its name points to; a pipe is not waited for."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY"):
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(source, flags)
    except OSError:
        raise NotStaged from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotStaged
    return os.fdopen(handle, "rb", buffering=0)


def _copied(file: BinaryIO, target: BinaryIO | None, largest: int) -> tuple[str, int]:
    """The hash and size of the bytes that were read, and written to `target`; no more than `largest` and one piece."""
    digest, size = sha256(), 0
    while size <= largest and (piece := file.read(_PIECE)):
        digest.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest(), size


def _changed(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns, before.st_ino) != (
        after.st_size,
        after.st_mtime_ns,
        after.st_ino,
    )
