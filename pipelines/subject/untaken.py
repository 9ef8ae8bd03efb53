"""Files that nobody took in: what stands in the inbox besides the deliveries, and bytes in the store that no delivery
names. A child may be in them all the same, so that whoever answers a request has to look there too."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.staging import NotStaged, TooLarge, staged
from pipelines.keeping.gone import Gone
from sources.catalogue import AGENCIES

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
_HASH = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, kw_only=True)
class Untaken:
    """One such file: `path` is where it can be read, a private copy, or nothing where it could not even be copied;
    `agency` and `month` are told from its folder and may be empty."""

    name: str
    agency: str
    month: str
    sha256: str = ""
    path: Path | None = None

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Agency, month, the start of its hash and its name, as they are listed."""
        return (self.agency or "not known", self.month or "not known", self.sha256[:12], self.name)


def untaken(home: Home, scratch: Path) -> Iterator[Untaken]:
    """Every such file of the home's authority, copied into `scratch`, whatever its name ends with and in whichever folder
    it lies; the same bytes once."""
    known = {each.sha256 for each in deliveries(home).values()} | set(Gone(home).replaced)
    for path in _files(home.settings.inbox):
        agency, month = _told(path.relative_to(home.settings.inbox).parts)
        try:
            copy = staged(path, scratch)
        except (NotStaged, TooLarge, OSError):
            yield Untaken(name=path.name, agency=agency, month=month)
            continue
        if copy.digest in known:
            copy.discard()
            continue
        known.add(copy.digest)
        yield Untaken(name=path.name, agency=agency, month=month, sha256=copy.digest, path=copy.path)
    for path in sorted(home.store.iterdir()) if home.store.is_dir() else ():
        if _HASH.match(path.name) and path.name not in known | set(Gone(home).replaced.values()):
            yield Untaken(
                name="in the store, named by no delivery", agency="", month="",
                sha256=sha256(path.read_bytes()).hexdigest(), path=path,
            )  # fmt: skip


def _files(inbox: Path) -> Iterator[Path]:
    """Every file below the inbox. Links to folders are not followed, and a link to a file is told, not read."""
    for folder, folders, names in os.walk(inbox):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(names))


def _told(parts: tuple[str, ...]) -> tuple[str, str]:
    """The agency and the month that the folders of a file name."""
    month = next((part for part in parts if _MONTH.match(part)), "")
    agency = next((part for part in parts if part in AGENCIES), "")
    return agency, month
