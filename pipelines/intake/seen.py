"""What the inbox held at the last look, so that an unchanged file is not read again.

Kept by folder and by the hash of a file's name, because people put names of children into names of files.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.inbox import Dropped
from pipelines.sealed import SealBroken, sealed, unsealed


class Seen:
    """Size, time and content's hash of every file at the last look at its folder, by folder and place."""

    def __init__(self, home: Home) -> None:
        self._path: Path = home.folder / "seen.json"
        self._known = _read(self._path)

    def digest(self, file: Dropped) -> str | None:
        """The hash of the file's content if it has not changed since it was seen."""
        known = self._known.get(_folder(file), {}).get(_place(file))
        return known[2] if known is not None and (known[0], known[1]) == file.signature else None

    def last_digest(self, file: Dropped) -> str | None:
        """The hash of what stood at the file's place when its folder was looked at last, changed since or not."""
        known = self._known.get(_folder(file), {}).get(_place(file))
        return known[2] if known is not None else None

    def knows(self, file: Dropped) -> bool:
        """Whether anything is remembered of the folder that the file stands in."""
        return _folder(file) in self._known

    def remember(self, files: Iterable[tuple[Dropped, str]]) -> None:
        """What now stands in the folders of these files, given whole, with the hashes of their contents."""
        before = sealed(self._known)
        folders: dict[str, dict[str, tuple[int, int, str]]] = {}
        for file, digest in files:
            folders.setdefault(_folder(file), {})[_place(file)] = (*file.signature, digest)
        self._known.update(folders)
        after = sealed(self._known)
        if after != before or not self._path.exists():
            write_whole(self._path, after)


def _read(path: Path) -> dict[str, dict[str, tuple[int, int, str]]]:
    """Nothing where the file is missing, damaged or of an older form: then every file is looked at once more."""
    try:
        found = unsealed(path)
        return {
            folder: {place: (size, modified, digest) for place, (size, modified, digest) in files.items()}
            for folder, files in found.items()
        }
    except (SealBroken, ValueError, AttributeError, TypeError):
        return {}


def _folder(file: Dropped) -> str:
    return f"{file.authority}/{file.month}/{file.agency}"


def _place(file: Dropped) -> str:
    return sha256(file.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
